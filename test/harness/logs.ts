import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Operations } from '#api/logs';
import {
  AwsError,
  type Call,
  type Caller,
  countingIds,
  type FakeClock,
  fakeClock,
  type Ids,
  type Scope,
  silentLogger,
} from '#core';
import {
  type DeliveredRecord,
  type Destination,
  type ExportSink,
  type Logs,
  type MetricSink,
  openLogs,
  type RecordSink,
  type Sighting,
} from '#services/logs';
import { Database } from '#storage';
import { type FakeKeys, fakeKeys } from './stream-keys.ts';

type Name = keyof Operations & string;
type Ask = <K extends Name>(
  name: K,
  input: Operations[K]['input'],
  as?: { account?: string; region?: string },
) => Promise<Operations[K]['output']>;

export interface TestLogs {
  readonly clock: FakeClock;
  readonly service: Logs['service'];
  readonly ask: Ask;
  /** What metric filters have published, in order. */
  readonly published: (Sighting & { readonly namespace: string })[];
  /** What subscriptions have delivered, in order; `refuse` ends the next deliveries. */
  readonly delivered: (DeliveredRecord & { readonly to: Destination })[];
  refuse: (() => Error) | undefined;
  /**
   * What exports have written: `bucket/key` and its bytes. Without a bucket of the name there, none exists. Where one is `held`, a test
   * object comes in, and everything else waits until it is something else.
   */
  readonly files: Map<string, Uint8Array>;
  readonly buckets: Map<string, 'open' | 'no acl' | 'no put' | 'held'>;
  /** A KMS with one key, `LOG_KEY`. */
  readonly keys: FakeKeys;
  /** `Code: sentence` of the error an operation ends with. */
  refusal<K extends Name>(name: K, input: Operations[K]['input']): Promise<string>;
  /** Puts messages one millisecond apart, the first at `at`. */
  put(group: string, stream: string, at: number, ...messages: string[]): Promise<Operations['PutLogEvents']['output']>;
  /** Opens the same directory anew, as after a stop. */
  reopen(): Promise<void>;
  /** With `keep`, the directory stays to be opened again. */
  close(keep?: boolean): Promise<void>;
}

/** The key of KMS there is. */
export const LOG_KEY = 'arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555';

/** Where the clock of `openTestLogs` stands. */
export const NOW = Date.UTC(2026, 5, 1);

/** The service on a temporary directory, or a given one, called without a gateway. */
export async function openTestLogs(
  directory = mkdtempSync(join(tmpdir(), 'millrace-logs-')),
  ids: Ids = countingIds(),
  now = NOW,
): Promise<TestLogs> {
  const clock = fakeClock(now);
  const published: TestLogs['published'] = [];
  const metrics: MetricSink = {
    put: (_place, namespace, sightings) => published.push(...sightings.map((each) => ({ ...each, namespace }))),
  };
  const delivered: TestLogs['delivered'] = [];
  const records: RecordSink = {
    async put(to, given) {
      if (tested.refuse) throw tested.refuse();
      delivered.push(...given.map((each) => ({ ...each, to })));
    },
  };
  const buckets: TestLogs['buckets'] = new Map();
  const written: TestLogs['files'] = new Map();
  const files: ExportSink = {
    exists: async ({ bucket }) => buckets.has(bucket),
    mayReadAcl: async ({ bucket }) => buckets.get(bucket) !== 'no acl',
    async put({ bucket }, key, body) {
      while (buckets.get(bucket) === 'held' && !key.endsWith('/aws-logs-write-test'))
        await new Promise((done) => setTimeout(done, 2));
      if (buckets.get(bucket) === 'no put') throw new Error('Access Denied');
      written.set(`${bucket}/${key}`, body);
    },
  };
  const keys = fakeKeys(LOG_KEY);
  const open = async () => {
    const database = new Database(join(directory, 'meta.db'));
    const logs = await openLogs({
      database,
      directory: join(directory, 'logs'),
      clock,
      ids,
      logger: silentLogger,
      metrics,
      records,
      files,
      keys,
    });
    return { database, logs };
  };
  let opened = await open();
  const shut = async () => {
    await opened.logs.close();
    opened.database.close();
  };
  const ask: Ask = async (name, input, { account = '000000000000', region = 'us-east-1' } = {}) => {
    const operation = opened.logs.service.operations[name];
    if (!operation || 'unsupported' in operation) throw new Error(`${name} is not supported`);
    const scope = { partition: 'aws', account, region };
    const output = await operation.run(input as never, callOf(scope, clock));
    await opened.database.settled();
    return output as never;
  };
  const tested: TestLogs = {
    clock,
    ask,
    published,
    delivered,
    keys,
    files: written,
    buckets,
    refuse: undefined,
    get service() {
      return opened.logs.service;
    },
    async refusal(name, input) {
      try {
        await ask(name, input);
      } catch (thrown) {
        if (thrown instanceof AwsError) return `${thrown.code}: ${thrown.message}`;
        throw thrown;
      }
      return 'nothing was refused';
    },
    put: (logGroupName, logStreamName, at, ...messages) =>
      ask('PutLogEvents', {
        logGroupName,
        logStreamName,
        logEvents: messages.map((message, i) => ({ timestamp: at + i, message })),
      }),
    async reopen() {
      await shut();
      opened = await open();
    },
    async close(keep = false) {
      await shut();
      if (!keep) rmSync(directory, { recursive: true, force: true });
    },
  };
  return tested;
}

function callOf(scope: Scope, clock: FakeClock): Call {
  const arn = `arn:aws:iam::${scope.account}:root`;
  const caller: Caller = { kind: 'root', partition: 'aws', account: scope.account, arn, userId: scope.account };
  return {
    scope,
    caller,
    requestId: 'request',
    receivedAt: clock.now(),
    sourceIp: '127.0.0.1',
    userAgent: 'test',
    endpoint: 'http://127.0.0.1:4566',
    logger: silentLogger,
    signal: new AbortController().signal,
    authorize() {},
    may: () => true,
  };
}
