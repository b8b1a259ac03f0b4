import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fakeClock } from '#core';
import { BlobStore, Database } from '#storage';
import { migrations } from './migrations.ts';
import { ObjectStore, type Versioning } from './object-store.ts';
import { listVersions } from './version-listing.ts';

const KEYS = ['a', 'b'];
const DOC = { slices: [], headers: {} };

async function opened() {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-objects-'));
  const database = new Database(':memory:');
  database.migrate('s3', migrations);
  // a row here makes the next commit fail, as a full disk does
  database.migrate('test', [
    {
      name: '001',
      sql: 'CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INTEGER REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED)',
    },
  ]);
  await database.settled();
  const blobs = await BlobStore.open({ database, directory, fsync: false });
  let version = 0;
  const store = (clock = fakeClock()) => new ObjectStore(database, blobs, clock, () => `v${version++}`);
  const close = () => {
    database.close();
    rmSync(directory, { recursive: true });
  };
  return { database, store, close };
}

const change = fc.record({
  key: fc.constantFrom(...KEYS),
  does: fc.constantFrom('put', 'delete', 'deleteVersion', 'amend', 'read'),
  versioning: fc.constantFrom<Versioning>(undefined, 'Enabled', 'Suspended'),
  fate: fc.constantFrom('kept', 'kept', 'undone', 'not committed'),
  waits: fc.boolean(),
});

test('what was read lately is what is there, whatever was written, undone or could not be committed since', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 30 }), async (changes) => {
      const { database, store, close } = await opened();
      const objects = store();
      const compare = () => {
        const fresh = store();
        for (const key of KEYS) expect(objects.current(1, key)).toEqual(fresh.current(1, key));
      };
      for (const { key, does, versioning, fate, waits } of changes) {
        const work = () => {
          const row = objects.current(1, key);
          if (does === 'put') objects.put(1, key, versioning, { size: 1, etag: `${Math.random()}`, doc: DOC });
          if (does === 'delete') objects.delete(1, key, versioning);
          if (does === 'deleteVersion' && row) objects.deleteVersion(1, key, row.version);
          if (does === 'amend' && row) objects.amend(1, row, { tags: [{ Key: 'k', Value: `${Math.random()}` }] });
          compare();
          if (fate === 'not committed') database.statement('INSERT INTO c (p) VALUES (7)').run();
          if (fate === 'undone') throw new Error('undone');
        };
        if (fate === 'undone') expect(() => database.transaction(work)).toThrow('undone');
        else database.transaction(work);
        compare();
        if (waits) await database.settled().catch(() => {});
        compare();
      }
      await database.settled().catch(() => {});
      compare();
      close();
    }),
    { numRuns: 60 },
  );
});

test('what is put over a delete marker is the latest version, though the clock has gone back across a restart', async () => {
  const { database, store, close } = await opened();
  const object = { size: 1, etag: 'e', doc: DOC };
  for (const versioning of ['Enabled', 'Suspended'] as const) {
    const key = versioning;
    const early = store(fakeClock(2_000_000_000_000));
    early.put(1, key, versioning, object);
    early.delete(1, key, versioning);
    if (versioning === 'Suspended') early.delete(1, key, 'Enabled');
    const put = store(fakeClock(1_000_000_000_000)).put(1, key, versioning, object);
    const query = { prefix: key, delimiter: '', keyMarker: '', versionMarker: '', limit: 10 };
    const { lines } = listVersions(database, 1, query);
    expect(lines[0]).toMatchObject({ latest: true, line: { version: put.version, marker: false } });
    expect(lines.map(({ latest }) => latest)).toEqual(lines.map((_, i) => i === 0));
  }
  close();
});
