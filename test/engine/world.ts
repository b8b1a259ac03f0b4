import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Operations } from '#api/kinesisanalyticsv2';
import { AwsError, type Call, countingIds, fakeClock, type Scope, silentLogger } from '#core';
import { createSupervisor, type LogEvent, MSF_SCALING, SnapshotVault, type Supervisor } from '#engine';
import { openKinesisAnalytics } from '#services/kinesisanalyticsv2';
import { Database } from '#storage';
import { FakeFlink } from './fake-flink.ts';

export const SCOPE: Scope = { partition: 'aws', account: '000000000000', region: 'us-east-1' };
export const ROLE = 'arn:aws:iam::000000000000:role/exec';
export const LOG_STREAM =
  'arn:aws:logs:us-east-1:000000000000:log-group:/aws/kinesis-analytics/app:log-stream:kinesis-analytics-log-stream';

/** The control plane and the supervisor over one database and one pretended Flink. A crash leaves the last two. */
export class World {
  readonly database = new Database(':memory:');
  readonly clock = fakeClock();
  readonly ids = countingIds(7);
  readonly flink: FakeFlink;
  readonly directory: string;
  readonly logged: LogEvent[] = [];
  readonly woken: string[] = [];
  readonly steps: string[] = [];
  /** The role trusts the service. */
  trusted = true;
  /** The object is there and readable. */
  readable = true;
  codeBytes = 1000;
  /** What of Millrace is in the processes it starts. */
  build = 'first';
  /** How many of the steps to come are survived. */
  crashAfter = Number.POSITIVE_INFINITY;
  /** What lies in S3. */
  readonly objects = new Map<string, Buffer>();
  readonly control;
  supervisor: Supervisor;
  vault: SnapshotVault;

  private constructor(flink: FakeFlink, directory: string) {
    this.flink = flink;
    this.directory = directory;
    this.control = openKinesisAnalytics({
      database: this.database,
      clock: this.clock,
      ids: this.ids,
      roleTrust: { trusts: async () => this.trusted },
      code: { head: async () => (this.readable ? { md5: 'd41d8cd98f00b204e9800998ecf8427e', size: this.codeBytes } : undefined) },
      wake: (ref) => void this.woken.push(ref.name),
      jobPlans: { planOf: (ref) => this.supervisor.planOf(ref) },
    });
    this.supervisor = this.#newSupervisor();
    this.vault = this.#newVault();
  }

  static async create(): Promise<World> {
    return new World(await FakeFlink.create(), await mkdtemp(join(tmpdir(), 'world-')));
  }

  #newSupervisor(): Supervisor {
    const world = this;
    return createSupervisor({
      store: this.control.engineView,
      driver: this.flink,
      flink: this.flink,
      roles: {
        async assume(_as, sessionName, seconds) {
          if (!world.trusted) throw new AwsError('AccessDenied', 'not authorized to perform: sts:AssumeRole', { status: 403 });
          const expiration = new Date(world.clock.millis() + seconds * 1000);
          return { accessKeyId: `ASIA${sessionName}`, secretAccessKey: 'secret', sessionToken: world.ids.uuid(), expiration };
        },
      },
      code: {
        async open() {
          if (!world.readable) throw new AwsError('NoSuchKey', 'The specified key does not exist.', { status: 404 });
          return { bytes: world.codeBytes, body: Readable.from([Buffer.from('jar')]) };
        },
      },
      logs: {
        async put(_as, _stream, events) {
          world.logged.push(...events);
        },
      },
      clock: this.clock,
      ids: this.ids,
      logger: silentLogger,
      manual: true,
      secret: new Uint8Array(32),
      flinkRoot: this.directory,
      snapshotRoot: join(this.directory, 'snapshots'),
      gateway: { url: 'http://127.0.0.1:4566' },
      sizing: () => ({ taskHeapMb: 1, managedMb: 1, networkMb: 1, taskOffHeapMb: 1, jobManagerHeapMb: 1 }),
      machineKpus: 16,
      build: this.build,
      scaling: MSF_SCALING,
      submitLimitMs: 300_000,
      step: (name) => this.#step(name),
    });
  }

  #step(name: string): void {
    this.steps.push(name);
    if (this.steps.length > this.crashAfter) throw new Error(`crash at ${name}`);
  }

  #newVault(): SnapshotVault {
    return new SnapshotVault({
      store: this.control.snapshotKeeping,
      objects: {
        list: async (_as, _bucket, prefix) => {
          const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix));
          return keys.map((key) => ({ key, bytes: this.objects.get(key)?.byteLength ?? 0 }));
        },
        open: async (_as, _bucket, key) => Readable.from([this.objects.get(key) ?? Buffer.of()]),
        put: async (_as, _bucket, key, { body }) => {
          if (!this.readable) throw new AwsError('AccessDenied', 'Access Denied', { status: 403 });
          this.objects.set(key, await buffer(body));
        },
      },
      snapshotRoot: join(this.directory, 'snapshots'),
      clock: this.clock,
      logger: silentLogger,
      step: (name) => this.#step(name),
    });
  }

  /** Everything there is to move or delete. */
  async keep(): Promise<void> {
    while (await this.vault.work());
  }

  /** Calls an operation as the gateway would after decoding, validating and authorizing. */
  async call<K extends keyof Operations & string>(operation: K, input: Operations[K]['input']): Promise<Operations[K]['output']> {
    const entry = this.control.service.operations[operation];
    if (!entry || 'unsupported' in entry) throw new Error(`${operation} is not built`);
    const call: Call = {
      scope: SCOPE,
      caller: {
        kind: 'root',
        partition: 'aws',
        account: SCOPE.account,
        arn: 'arn:aws:iam::000000000000:root',
        userId: SCOPE.account,
      },
      requestId: 'request',
      receivedAt: this.clock.now(),
      sourceIp: '127.0.0.1',
      userAgent: 'test',
      endpoint: 'http://127.0.0.1:4566',
      logger: silentLogger,
      signal: new AbortController().signal,
      authorize: () => {},
      may: () => true,
    } as Call;
    return (await entry.run(input as never, call)) as Operations[K]['output'];
  }

  create(more: Partial<Operations['CreateApplication']['input']> = {}) {
    return this.call('CreateApplication', {
      ApplicationName: 'app',
      RuntimeEnvironment: 'FLINK-1_20',
      ServiceExecutionRole: ROLE,
      ApplicationConfiguration: {
        ApplicationCodeConfiguration: {
          CodeContentType: 'ZIPFILE',
          CodeContent: { S3ContentLocation: { BucketARN: 'arn:aws:s3:::code', FileKey: 'app.jar' } },
        },
      },
      CloudWatchLoggingOptions: [{ LogStreamARN: LOG_STREAM }],
      ...more,
    });
  }

  start() {
    return this.call('StartApplication', { ApplicationName: 'app' });
  }

  /** Starts the application, until it runs. */
  async running() {
    const answer = await this.start();
    await this.settle();
    const status = await this.status();
    if (status !== 'RUNNING') throw new Error(`the application is ${status}`);
    return answer;
  }

  /** One tick, and the end of what it began. */
  async tick(): Promise<string | undefined> {
    const ref = { scope: SCOPE, name: 'app' };
    const action = await this.supervisor.tick(ref);
    await this.supervisor.idle(ref);
    return action?.do;
  }

  /** Ticks until there is nothing to do; answers what was done. */
  async settle(limit = 40): Promise<string[]> {
    const done: string[] = [];
    for (let i = 0; i < limit; i++) {
      const action = await this.tick();
      if (action === undefined || action === 'nothing') return done;
      done.push(action);
    }
    throw new Error(`no rest after ${done.join(', ')}`);
  }

  /** Millrace dies and is started again: memory is gone, database and processes are not. */
  restart(): void {
    this.crashAfter = Number.POSITIVE_INFINITY;
    this.supervisor = this.#newSupervisor();
    this.vault = this.#newVault();
  }

  async status(): Promise<string> {
    return (await this.call('DescribeApplication', { ApplicationName: 'app' })).ApplicationDetail.ApplicationStatus;
  }

  async operation(OperationId: string | undefined) {
    const answer = await this.call('DescribeApplicationOperation', { ApplicationName: 'app', OperationId: OperationId ?? '' });
    return answer.ApplicationOperationInfoDetails;
  }

  async close(): Promise<void> {
    await this.supervisor.close();
    this.database.close();
    await this.flink.close();
    await rm(this.directory, { recursive: true, force: true });
  }
}
