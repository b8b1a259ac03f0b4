import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Operations } from '#api/kinesis';
import {
  type BoundOperation,
  type Call,
  type Caller,
  countingIds,
  type FakeClock,
  fakeClock,
  type Scope,
  silentLogger,
} from '#core';
import { type Kinesis, type KinesisOptions, openKinesis } from '#services/kinesis';
import { Database } from '#storage';
import { believed } from '../../harness/principals.ts';
import { type FakeKeys, fakeKeys } from '../../harness/stream-keys.ts';

export const HERE: Scope = { partition: 'aws', account: '123456789012', region: 'us-east-1' };
export const START = Date.UTC(2026, 10, 23, 20, 0, 0);

/** Kinesis on a directory of its own, its operations called directly: what the gateway does around them is tested elsewhere. */
export interface Stand {
  readonly clock: FakeClock;
  readonly kinesis: Kinesis;
  readonly directory: string;
  readonly keys: FakeKeys;
  call<K extends keyof Operations>(
    operation: K,
    input: Operations[K]['input'],
    scope?: Scope,
    as?: string,
  ): Promise<Operations[K]['output']>;
  /** What IAM would be asked. */
  access<K extends keyof Operations>(operation: K, input: Operations[K]['input']): unknown;
  /** A stream that is ACTIVE. */
  stream(name: string, shards?: number): Promise<void>;
  /** The same directory, opened again. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

export async function openStand(options: Partial<KinesisOptions> = {}): Promise<Stand> {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-kinesis-'));
  const clock = fakeClock(START);
  const keys = fakeKeys();
  const open = async () => {
    const database = new Database(join(directory, 'meta.db'));
    const kinesis = await openKinesis({
      database,
      directory: join(directory, 'streams'),
      clock,
      ids: countingIds(7),
      logger: silentLogger,
      limits: 'off',
      durability: 'process',
      keys,
      principals: believed,
      ...options,
    });
    return { database, kinesis };
  };
  let opened = await open();
  const stand: Stand = {
    clock,
    directory,
    keys,
    get kinesis() {
      return opened.kinesis;
    },
    async call(operation, input, scope = HERE, as = '') {
      const entry = opened.kinesis.service.operations[operation];
      if (!entry || 'unsupported' in entry) throw new Error(`${operation} is not supported`);
      const caller = { kind: 'root', partition: 'aws', account: scope.account, arn: as, userId: '' } satisfies Caller;
      (entry.access as (input: unknown, scope: Scope, caller: Caller) => unknown)(input, scope, caller);
      const output = await entry.run(input as never, callOf(scope, caller));
      await opened.database.settled();
      return output as Operations[typeof operation]['output'];
    },
    access(operation, input) {
      const entry = opened.kinesis.service.operations[operation] as BoundOperation;
      return (entry.access as (input: unknown, scope: Scope, caller: unknown) => unknown)(input, HERE, undefined);
    },
    async stream(name, shards = 1) {
      await stand.call('CreateStream', { StreamName: name, ShardCount: shards });
      await clock.advance(300);
    },
    async reopen() {
      await opened.kinesis.close();
      opened.database.close();
      opened = await open();
    },
    async close() {
      await opened.kinesis.close();
      opened.database.close();
      rmSync(directory, { recursive: true });
    },
  };
  return stand;
}

const callOf = (scope: Scope, caller: Caller): Call => ({
  scope,
  caller,
  requestId: 'r',
  receivedAt: new Date(START),
  sourceIp: '127.0.0.1',
  userAgent: 'test',
  endpoint: 'http://127.0.0.1:4566',
  logger: silentLogger,
  signal: new AbortController().signal,
  authorize: () => {},
  may: () => true,
});

export const bytes = (text: string): Uint8Array => Buffer.from(text);
export const text = (data: Uint8Array): string => Buffer.from(data).toString();
