import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { silentLogger } from '#core';
import { Database } from './database.ts';
import { Table } from './table.ts';
import { tellOfTornWal } from './wal-tail.ts';

const root = mkdtempSync(join(tmpdir(), 'millrace-wal-'));
afterAll(() => rmSync(root, { recursive: true }));

const here = { account: '000000000000', region: 'us-east-1' };
const rowsOf = (database: Database) => new Table<{ text: string }>(database, { name: 't_row', key: ['n'] }).in(here);
const textOf = (n: number) => `row ${n} `.repeat(100);

/** What a killed process has left: a log with thirty commits, and where it ended after each of them. */
async function killed(): Promise<{ folder: string; ends: number[] }> {
  const folder = join(root, 'killed');
  const path = join(root, 'alive.db');
  const database = new Database(path);
  const rows = rowsOf(database);
  const ends: number[] = [];
  for (let n = 0; n < 30; n++) {
    rows.put([`${n}`], { text: textOf(n) });
    await database.settled();
    ends.push(readFileSync(`${path}-wal`).length);
  }
  for (const suffix of ['', '-wal']) cpSync(`${path}${suffix}`, join(folder, `meta.db${suffix}`), { recursive: true });
  database.close();
  return { folder, ends };
}

test('property: after damage to the log of a database, every commit before it is there, and what is left out is told', async () => {
  const { folder, ends } = await killed();
  const log = readFileSync(join(folder, 'meta.db-wal'));
  const path = join(root, 'again.db');
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 0, max: 255 }), fc.boolean(), (place, flip, cut) => {
      for (const suffix of ['', '-wal']) cpSync(join(folder, `meta.db${suffix}`), `${path}${suffix}`);
      rmSync(`${path}-shm`, { force: true });
      const at = place % log.length;
      if (cut) truncateSync(`${path}-wal`, at);
      else {
        const changed = Buffer.from(log);
        changed[at] = (changed[at] as number) ^ flip;
        writeFileSync(`${path}-wal`, changed);
      }
      const said: object[] = [];
      tellOfTornWal(path, { ...silentLogger, warn: (facts) => void said.push(facts) });
      const database = new Database(path);
      const found = rowsOf(database).list().length;
      for (let n = 0; n < found; n++) expect(rowsOf(database).get(`${n}`)).toEqual({ text: textOf(n) });
      database.close();
      const whole = ends.filter((end) => end <= at).length;
      expect(found).toBeGreaterThanOrEqual(whole);
      if (cut) expect(found).toBe(whole);
      // a log that is shorter is a shorter log; a byte that was changed is told unless it changes nothing
      if (!cut && found < ends.length) expect(said).toHaveLength(1);
      if (found === ends.length) expect(said).toEqual([]);
      if (said.length > 0) expect(said[0]).toMatchObject({ file: `${path}-wal`, copy: `${path}-wal.torn` });
    }),
    { numRuns: 300 },
  );
});
