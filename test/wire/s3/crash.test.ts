import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openTestS3, seeded } from '../../harness/s3.ts';

/** Rounds of killing; `CRASH_ROUNDS=100` for a long run. */
const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 3);

test('what was acknowledged is there after kill -9, bytes equal, and nothing else lies around', {
  timeout: ROUNDS * 60_000,
}, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'millrace-s3-crash-'));
  /** What each key must be; undefined: deleted. A key with an unanswered request may be either before or after it. */
  const acknowledged = new Map<string, { seed: number; size: number } | undefined>();
  for (let round = 0; round < ROUNDS; round++) {
    const open = new Set<string>();
    const lines = await killed(directory, round, 300 + Math.random() * 1500);
    for (const line of lines) {
      const [verb, key = '', seed, size] = line.split(' ');
      if (verb === 'begin') open.add(key);
      else {
        open.delete(key);
        acknowledged.set(key, verb === 'put' ? { seed: Number(seed), size: Number(size) } : undefined);
      }
    }
    expect(lines.length).toBeGreaterThan(0);
    const s3 = await openTestS3({ directory });
    for (const [key, wanted] of acknowledged) {
      const found = await s3.run('GetObject', { Bucket: 'crash', Key: key }).catch(() => undefined);
      const bytes = found && Buffer.from(await s3.bytes(found), 'latin1');
      if (open.has(key)) {
        if (found) expect(bytes?.length).toBe(found.ContentLength);
        acknowledged.delete(key);
      } else if (wanted === undefined) expect(found, key).toBeUndefined();
      else expect(bytes?.equals(Buffer.from(seeded(wanted.seed, wanted.size))), `${key} of round ${round}`).toBe(true);
    }
    const files = await readdir(join(directory, 'blobs'), { recursive: true, withFileTypes: true });
    const rows = s3.database.statement('SELECT count(*) AS n FROM blob WHERE data IS NULL').get() as { n: number };
    expect(files.filter((entry) => entry.isFile()).length).toBe(rows.n);
    await s3.close(true);
  }
  await rm(directory, { recursive: true });
});

/** Runs the writer until it is killed; the lines it has said. */
function killed(directory: string, round: number, afterMs: number): Promise<string[]> {
  const script = fileURLToPath(new URL('./crash-writer.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions', 'source', '--import', 'tsx', script, directory, String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (piece: Buffer) => {
    if (text === '') setTimeout(() => child.kill('SIGKILL'), afterMs);
    text += piece.toString();
  });
  return new Promise((resolve) => child.on('close', () => resolve(text.slice(0, text.lastIndexOf('\n')).split('\n'))));
}
