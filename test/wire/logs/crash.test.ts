import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { NOW, openTestLogs, type TestLogs } from '../../harness/logs.ts';

/** Rounds of killing; `CRASH_ROUNDS=100` for a long run. */
const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 2);

test('what was acknowledged is there after kill -9, once and in order, under a key or not', {
  timeout: ROUNDS * 60_000,
}, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'millrace-logs-crash-'));
  const acknowledged = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    const lines = await killed(directory, round, 200 + Math.random() * 800);
    expect(lines.length).toBeGreaterThan(4);
    for (const line of lines) {
      const [stream = '', last = ''] = line.split(' ');
      acknowledged.set(stream, Number(last));
    }
    const logs = await openTestLogs(directory);
    for (const [stream, last] of acknowledged) {
      const numbers = await numbersIn(logs, stream);
      expect(numbers.length, stream).toBeGreaterThan(last);
      expect(numbers).toEqual(numbers.map((_, i) => i));
      acknowledged.set(stream, numbers.length - 1); // a batch on its way may have arrived whole
      const { logStreams } = await logs.ask('DescribeLogStreams', { logGroupName: 'crash', logStreamNamePrefix: stream });
      expect(logStreams?.[0]?.lastEventTimestamp).toBe(NOW - 3_600_000 + numbers.length - 1);
    }
    await logs.close(true);
  }
  await rm(directory, { recursive: true });
});

async function numbersIn(logs: TestLogs, logStreamName: string): Promise<number[]> {
  const numbers: number[] = [];
  for (let nextToken: string | undefined; ; ) {
    const page = await logs.ask('GetLogEvents', { logGroupName: 'crash', logStreamName, startFromHead: true, nextToken });
    for (const { message = '' } of page.events ?? []) {
      const [stream, number, filling = ''] = message.split(' ');
      expect([stream, filling.length]).toEqual([logStreamName, (Number(number) * 131) % 2000]);
      numbers.push(Number(number));
    }
    if (page.nextForwardToken === nextToken) return numbers;
    nextToken = page.nextForwardToken;
  }
}

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
