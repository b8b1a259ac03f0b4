import { signHeaders } from '#auth';
import { randomIds, silentLogger, systemClock } from '#core';
import { createGateway, type Gateway } from '#gateway';
import { openIam } from '#services/iam';
import { type EngineRecord, openKinesisAnalytics } from '#services/kinesisanalyticsv2';
import { openSts } from '#services/sts';
import { Database } from '#storage';

export const ACCOUNT = '123456789012';
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/exec`;
const ROOT = { accessKeyId: 'AKIAROOTROOTROOTROOT', secretAccessKey: 'root-secret' };

export interface Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of forty-one shapes
  readonly body: any;
}

/** The control plane behind the gateway, without an engine: statuses move by `engine.record`. */
export class Served {
  readonly database = new Database(':memory:');
  readonly woken: string[] = [];
  trusted = true;
  readable = true;
  readonly #gateway: Gateway;
  readonly control;
  readonly #iam;
  #port = 0;

  constructor() {
    const shared = { database: this.database, clock: systemClock, ids: randomIds };
    this.#iam = openIam({ ...shared, awsPolicies: () => [], root: { ...ROOT, partition: 'aws', account: ACCOUNT } });
    const iam = this.#iam;
    const sts = openSts({
      ...shared,
      principals: iam.identities,
      issuerKeys: { of: async () => [] },
      sessionKey: new Uint8Array(32),
    });
    this.control = openKinesisAnalytics({
      ...shared,
      roleTrust: { trusts: async () => this.trusted },
      code: { head: async () => (this.readable ? { md5: 'd41d8cd98f00b204e9800998ecf8427e', size: 4711 } : undefined) },
      wake: ({ name }) => void this.woken.push(name),
      jobPlans: { planOf: async () => '{"jid":"0"}' },
      dashboards: { urlFor: ({ endpoint }) => `${endpoint}/dashboard` },
      limits: { applications: 3, snapshotsPerApplication: 2 },
    });
    this.#gateway = createGateway({
      services: [iam.service, sts.service, this.control.service],
      credentials: { find: (id, token) => iam.identities.findAccessKey(id, token) },
      policies: { of: (caller) => iam.identities.policiesOf(caller) },
      clock: systemClock,
      ids: randomIds,
      logger: silentLogger,
      settled: () => this.database.settled(),
      partition: 'aws',
      region: 'us-east-1',
      account: ACCOUNT,
    });
  }

  async open(): Promise<void> {
    this.#port = await this.#gateway.listen({ host: '127.0.0.1', port: 0 });
  }

  async close(): Promise<void> {
    await this.#gateway.close(500);
    this.database.close();
  }

  async ask(operation: string, input: object = {}, key: Key = ROOT): Promise<Answer> {
    const body = JSON.stringify(input);
    const plain = {
      host: `127.0.0.1:${this.#port}`,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `KinesisAnalytics_20180523.${operation}`,
    };
    const request = { method: 'POST', path: '/', query: '', headers: plain };
    const headers = signHeaders(request, body, key, { region: 'us-east-1', service: 'kinesisanalytics', now: Date.now() });
    const response = await fetch(`http://127.0.0.1:${this.#port}/`, { method: 'POST', headers, body });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }

  /** `400 Code: sentence` of a refusal, or the status of an answer. */
  async said(operation: string, input: object = {}, key: Key = ROOT): Promise<string> {
    const { status, body } = await this.ask(operation, input, key);
    return status === 200 ? '200' : `${status} ${String(body.__type).replace(/^.*#/, '')}: ${body.message ?? body.Message}`;
  }

  create(name: string, more: object = {}): Promise<Answer> {
    return this.ask('CreateApplication', {
      ApplicationName: name,
      RuntimeEnvironment: 'FLINK-1_20',
      ServiceExecutionRole: ROLE,
      ...more,
    });
  }

  /** Moves an application as the engine would. */
  move(name: string, status: NonNullable<EngineRecord['status']>, more: object = {}): void {
    const ref = { scope: { partition: 'aws', account: ACCOUNT, region: 'us-east-1' }, name };
    const known = this.control.engineView.load(ref);
    if (!known) throw new Error(`there is no ${name}`);
    this.control.engineView.record(ref, { generation: known.generation, status, finish: { status: 'SUCCESSFUL' }, ...more });
  }

  /** A user with one inline policy. */
  async user(name: string, policy: object): Promise<Key> {
    const iam = async (Action: string, parameters: Record<string, string>) => {
      const body = new URLSearchParams({ Action, Version: '2010-05-08', ...parameters }).toString();
      const plain = { host: `127.0.0.1:${this.#port}`, 'content-type': 'application/x-www-form-urlencoded' };
      const request = { method: 'POST', path: '/', query: '', headers: plain };
      const headers = signHeaders(request, body, ROOT, { region: 'us-east-1', service: 'iam', now: Date.now() });
      return (await fetch(`http://127.0.0.1:${this.#port}/`, { method: 'POST', headers, body })).text();
    };
    await iam('CreateUser', { UserName: name });
    await iam('PutUserPolicy', { UserName: name, PolicyName: 'p', PolicyDocument: JSON.stringify(policy) });
    const made = await iam('CreateAccessKey', { UserName: name });
    const text = (element: string) => new RegExp(`<${element}>([^<]+)<`).exec(made)?.[1] ?? '';
    return { accessKeyId: text('AccessKeyId'), secretAccessKey: text('SecretAccessKey') };
  }
}

export const S3_CODE = {
  ApplicationCodeConfiguration: {
    CodeContentType: 'ZIPFILE',
    CodeContent: { S3ContentLocation: { BucketARN: 'arn:aws:s3:::code', FileKey: 'app.jar' } },
  },
};
export const LOG_STREAM = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:g:log-stream:s`;
