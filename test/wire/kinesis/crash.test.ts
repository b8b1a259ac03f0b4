import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { everything } from './crash-stand.ts';

const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 4);
const WRITER = fileURLToPath(new URL('crash-writer.ts', import.meta.url));

/** Lets the writer write for a while, kills it, and answers what it had been promised. */
async function crash(directory: string, round: number, millis: number): Promise<Map<string, string>> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=source', WRITER, directory, String(round)]);
  const chunks: Buffer[] = [];
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => {
    if (chunks.length === 0) setTimeout(() => child.kill('SIGKILL'), millis);
    chunks.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk));
  const [code, signal] = await new Promise<[number | null, string | null]>((done) => child.on('close', (...how) => done(how)));
  if (signal !== 'SIGKILL') throw new Error(`the writer ended with ${code}: ${complaint}`);
  const lines = Buffer.concat(chunks).toString().split('\n').slice(0, -1);
  return new Map(lines.map((line) => line.split(' ') as [string, string]));
}

test('what was acknowledged before kill -9 is there afterwards, in order, bytes equal', { timeout: 300_000 }, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-crash-'));
  const promised = new Map<string, string>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [number, data] of await crash(directory, round, 40 + ((round * 53) % 200))) promised.set(number, data);
    const found = new Map<string, string>();
    for (const records of await everything(directory, 's')) {
      const numbers = records.map((record) => record.SequenceNumber);
      expect(numbers.every((number, i) => i === 0 || BigInt(number) > BigInt(numbers[i - 1] ?? 0))).toBe(true);
      for (const record of records) found.set(record.SequenceNumber, Buffer.from(record.Data).toString('base64'));
    }
    const lost = [...promised].filter(([number, data]) => found.get(number) !== data);
    expect(lost).toEqual([]);
  }
  expect(promised.size).toBeGreaterThan(ROUNDS * 20);
  rmSync(directory, { recursive: true });
});
