import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fakeClock } from '#core';
import { Database, SegmentStore } from '#storage';
import { fakeKeys } from '../../../test/harness/stream-keys.ts';
import { Ciphers } from './ciphers.ts';
import { evenRanges } from './hash-key.ts';
import { NO_LIMITS } from './limits.ts';
import { startingNumber } from './sequence-number.ts';
import { openStreams } from './store.ts';
import { createdSecondsOf, type ShardRow, type StreamRow } from './stream.ts';

test('a shard made after a resharding that could not be committed has numbers of its own', () => {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-streams-'));
  const clock = fakeClock();
  const database = new Database(join(directory, 'meta.db'));
  const segments = new SegmentStore({ directory: join(directory, 'streams'), clock });
  const streams = openStreams(database, segments, new Ciphers(database, fakeKeys(), clock), clock, NO_LIMITS);
  const shard: ShardRow = { number: 0, range: evenRanges(1)[0] as ShardRow['range'], createdAt: clock.millis() };
  const row: StreamRow = {
    name: 's',
    id: 'i',
    createdAt: clock.millis(),
    mode: 'PROVISIONED',
    retentionHours: 24,
    shards: [shard],
    tags: {},
    metrics: [],
    maxRecordKiB: 1024,
    distribution: 'USER_PARTITION_KEY',
  };
  const { live } = streams.in({ partition: 'aws', account: '123456789012', region: 'us-east-1' }).put(row);
  for (const each of [shard, { ...shard, createdAt: shard.createdAt + 5000 }, shard]) {
    const seconds = createdSecondsOf(each);
    expect(live.numbers(each).of(0, seconds * 1000)).toBe(startingNumber(0, seconds));
  }
  database.close();
  rmSync(directory, { recursive: true });
});
