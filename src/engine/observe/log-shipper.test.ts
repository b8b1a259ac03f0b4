import { appendFile, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AwsError, fakeClock, silentLogger } from '#core';
import type { ClusterLook } from '../drivers/contract.ts';
import type { Application, LogEvent } from '../ports.ts';
import { batches, eventOf, LogShipper } from './log-shipper.ts';

const line = (timestamp: number, message: string) => `{"timestamp":${timestamp},"message":"${message}","messageType":"INFO"}\n`;
let directory: string;
let file: string;
let put: LogEvent[][];
let refusal: Error | undefined;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'shipper-'));
  file = join(directory, 'jobmanager.log');
  put = [];
  refusal = undefined;
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const application = {
  ref: { scope: { partition: 'aws', account: '1', region: 'r' }, name: 'a' },
  arn: 'arn',
  configuration: { roleArn: 'role', loggingOption: { logStreamArn: 'stream' } },
} as unknown as Application;
const look = (at = directory) => ({ directory: at, logFiles: [join(at, 'jobmanager.log')] }) as unknown as ClusterLook;
const shipper = () =>
  new LogShipper({
    clock: fakeClock(),
    logger: silentLogger,
    logs: {
      async put(_as, _stream, events) {
        if (refusal) throw refusal;
        put.push([...events]);
      },
    },
  });
const messages = () => put.flat().map((event) => (JSON.parse(event.message) as { message: string }).message);

test('ships whole lines once, also across a restart and a renamed file', async () => {
  await writeFile(file, `${line(1, 'one')}${line(2, 'two')}{"timestamp":3,"mess`);
  const first = shipper();
  first.follow(application, look());
  await first.close();
  expect(messages()).toEqual(['one', 'two']);
  expect(put[0]?.[0]).toEqual({ timestamp: 1, message: '{"message":"one","messageType":"INFO"}' });
  await appendFile(file, 'age":"three","messageType":"INFO"}\n');
  await rename(file, `${file}.1`);
  await writeFile(file, line(4, 'four'));
  const second = shipper();
  second.follow(application, look());
  await second.close();
  expect(messages()).toEqual(['one', 'two', 'three', 'four']);
});

test('the last lines of an attempt are not lost to the one that follows it, however many they are', async () => {
  const next = await mkdtemp(join(tmpdir(), 'shipper-'));
  const long = 'x'.repeat(300_000);
  await writeFile(file, line(1, 'one') + line(2, long).repeat(8) + line(3, 'last'));
  await writeFile(join(next, 'jobmanager.log'), line(4, 'first'));
  const both = shipper();
  both.follow(application, look());
  both.follow(application, look(next));
  await both.rest();
  expect(messages()).toEqual(['one', ...Array.from({ length: 8 }, () => long), 'last', 'first']);
  await rm(next, { recursive: true });
});

test('what the role may not write is dropped, counted and explained', async () => {
  refusal = new AwsError('AccessDeniedException', 'is not authorized to perform: logs:PutLogEvents');
  await writeFile(file, line(1, 'one') + line(2, 'two'));
  const denied = shipper();
  denied.follow(application, look());
  await denied.rest();
  expect(denied.dropped).toEqual({ events: 2, reason: 'is not authorized to perform: logs:PutLogEvents' });
  refusal = undefined;
  await appendFile(file, line(3, 'three'));
  denied.follow(application, look());
  await denied.close();
  expect(messages()).toEqual(['three']);
  expect(denied.dropped).toBeUndefined();
});

test('batches keep to what PutLogEvents takes', () => {
  const many = Array.from({ length: 10_001 }, (_, i) => ({ timestamp: i, message: 'm' }));
  expect([...batches(many)].map((batch) => batch.length)).toEqual([10_000, 1]);
  const large = Array.from({ length: 5 }, (_, i) => ({ timestamp: i, message: 'x'.repeat(300_000) }));
  expect([...batches(large)].map((batch) => batch.length)).toEqual([3, 2]);
  const days = [0, 86_399_999, 86_400_000].map((timestamp) => ({ timestamp, message: 'm' }));
  expect([...batches(days)].map((batch) => batch.length)).toEqual([2, 1]);
  const [[huge] = []] = batches([{ timestamp: 0, message: 'y'.repeat(2_000_000) }]);
  expect(Buffer.byteLength(huge?.message ?? '')).toBeLessThanOrEqual(1_048_576 - 26);
});

test('a line that is no event is shipped as it is', () => {
  expect(eventOf('Exception in thread "main"', 7)).toEqual({ timestamp: 7, message: 'Exception in thread "main"' });
});
