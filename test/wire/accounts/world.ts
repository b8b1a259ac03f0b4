import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awsPolicies, dataKeys, LOG_KEYS, OBJECT_KEYS, SECRETS_KEYS } from '#app';
import { signHeaders } from '#auth';
import { type Caller, type Clock, randomIds, type Service, silentLogger, systemClock } from '#core';
import { createGateway, type Gateway, newSigningPair } from '#gateway';
import { openCloudTrail } from '#services/cloudtrail';
import { openCloudWatch } from '#services/cloudwatch';
import { type Accounts, type LastUse, openIam, type RootKeyFacts } from '#services/iam';
import { openKinesis } from '#services/kinesis';
import { openKinesisAnalytics } from '#services/kinesisanalyticsv2';
import { openKms } from '#services/kms';
import { openLogs } from '#services/logs';
import { openS3 } from '#services/s3';
import { openS3Control } from '#services/s3control';
import { openSecretsManager } from '#services/secretsmanager';
import { openSns } from '#services/sns';
import { openSts } from '#services/sts';
import { BlobStore, Database } from '#storage';
import { nowhere } from '../../harness/nowhere.ts';
import { fakeKeys } from '../../harness/stream-keys.ts';

export const FIRST = '111111111111';
export const A = '222222222222';
export const B = '333333333333';
export const REGION = 'us-east-1';

// biome-ignore lint/suspicious/noExplicitAny: answers of a hundred shapes
export type Said = any;

/** Every service over one database, with the real identities: accounts A and B beside the first one. */
export interface World {
  readonly services: readonly Service[];
  readonly database: Database;
  readonly accounts: Accounts;
  readonly lastUse: LastUse;
  readonly gateway: Gateway;
  readonly endpoint: string;
  as(caller: Caller): (service: string, operation: string, input?: object) => Promise<Said>;
  root(account: string): Caller;
  /** Who holds these credentials. */
  holder(accessKeyId: string, sessionToken?: string): Caller;
  /** A signed request of a JSON service: `Code: sentence` of what is refused. */
  json(
    service: string,
    key: RootKeyFacts,
    operation: string,
    input?: object,
  ): Promise<{ body: Said; refusal: string | undefined }>;
  /** A signed request of a Query service. */
  query(service: 'iam' | 'sts', key: RootKeyFacts, parameters: Record<string, string>): Promise<{ status: number; body: string }>;
  close(): Promise<void>;
}

export async function world(clock: Clock = systemClock): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-accounts-'));
  const database = new Database(join(folder, 'meta.db'));
  const shared = { database, clock, ids: randomIds, logger: silentLogger };
  // the log groups' own housekeeping would change rows while they are compared
  const quiet = { ...systemClock, sleep: (_ms: number, signal?: AbortSignal) => systemClock.sleep(3_600_000, signal) };
  const first = { partition: 'aws', account: FIRST, accessKeyId: 'AKIAROOTROOTROOTROOT', secretAccessKey: 'first-secret' };
  const iam = openIam({ ...shared, awsPolicies, root: first });
  const issuers = { of: async () => [] };
  const sts = openSts({ ...shared, principals: iam.identities, issuerKeys: issuers, sessionKey: new Uint8Array(32).fill(1) });
  const blobs = await BlobStore.open({ database, directory: join(folder, 'blobs') });
  const kinesis = await openKinesis({
    keys: fakeKeys(),
    principals: iam.identities,
    ...shared,
    directory: join(folder, 'streams'),
    limits: 'off',
    durability: 'process',
    transitionMillis: 0,
  });
  const invoke: Gateway['invoke'] = (...call) => gateway.invoke(...call);
  const kms = openKms({ ...shared, principals: iam.identities, rootKey: new Uint8Array(32).fill(2) });
  const secretsmanager = openSecretsManager({ ...shared, keys: dataKeys(invoke, SECRETS_KEYS), principals: iam.identities });
  const s3 = openS3({ ...shared, blobs, dataKeys: dataKeys(invoke, OBJECT_KEYS), principals: iam.identities });
  const logs = await openLogs({
    ...shared,
    clock: quiet,
    directory: join(folder, 'logs'),
    ...nowhere,
    keys: dataKeys(invoke, LOG_KEYS),
  });
  const cloudwatch = openCloudWatch({ ...shared, notifier: { publish: async () => {} } });
  const analytics = openKinesisAnalytics({
    ...shared,
    roleTrust: { trusts: async () => true },
    code: { head: async () => ({ md5: 'd41d8cd98f00b204e9800998ecf8427e', size: 1 }) },
    wake: () => {},
    jobPlans: { planOf: async () => '{}' },
    dashboards: { urlFor: () => 'http://dashboard' },
  });
  const link = () => 'http://here/';
  const sns = openSns({
    ...shared,
    courier: { post: async () => 200 },
    mailbox: { put() {} },
    keys: fakeKeys(),
    links: { confirm: link, unsubscribe: link },
    seal: async () => ({ keyPem: (await pair).keyPem, certificateUrl: link }),
  });
  const pair = newSigningPair(systemClock);
  const events = new Database(join(folder, 'events.db'));
  const cloudtrail = openCloudTrail({
    ...shared,
    events,
    bucket: { check: async () => {}, put: async () => {} },
    keys: { find: async (_as, keyArn) => ({ keyArn, state: 'Enabled' }) },
    logs: { trusted: async () => false, put: async () => {} },
    topic: { publish: async () => {} },
    seal: () => pair,
    limits: 'off',
  });
  const s3control = { service: openS3Control({ buckets: s3.tagging, s3: s3.service }) };
  const services = [iam, sts, kinesis, kms, s3, s3control, logs, cloudwatch, analytics, sns, cloudtrail, secretsmanager].map(
    (each) => each.service,
  );
  const find = (id: string, token?: string) =>
    id.startsWith('ASIA') ? sts.findCredential(id, token) : iam.identities.findAccessKey(id, token);
  const gateway: Gateway = createGateway({
    ...shared,
    services,
    credentials: { find },
    policies: { of: (caller) => iam.identities.policiesOf(caller) },
    settled: () => database.settled(),
    audit: cloudtrail.audit,
    partition: 'aws',
    region: REGION,
    account: FIRST,
  });
  const port = await gateway.listen({ host: '127.0.0.1', port: 0 });
  for (const account of [A, B]) iam.accounts.create({ account, name: `account ${account[0]}` });
  const holder = (id: string, token?: string): Caller => {
    const found = find(id, token);
    if (typeof found === 'string') throw new Error(`${id} is ${found}`);
    return found.caller;
  };
  return {
    services,
    database,
    accounts: iam.accounts,
    lastUse: iam.lastUse,
    gateway,
    endpoint: `http://127.0.0.1:${port}`,
    as:
      (caller) =>
      (service, operation, input = {}) =>
        gateway.invoke(service, operation, input, {
          caller,
          scope: { partition: 'aws', account: caller.account, region: REGION },
        }),
    root: (account) => holder(iam.accounts.rootKey(account)?.accessKeyId ?? ''),
    holder,
    async json(service, key, operation, input = {}) {
      const { metadata } = services.find((each) => each.name === service)?.model ?? {};
      const body = JSON.stringify(input, (_name, value) =>
        value?.type === 'Buffer' ? Buffer.from(value.data).toString('base64') : value,
      );
      const plain = {
        host: `127.0.0.1:${port}`,
        'content-type': `application/x-amz-json-${metadata?.jsonVersion}`,
        'x-amz-target': `${metadata?.targetPrefix}.${operation}`,
      };
      const request = { method: 'POST', path: '/', query: '', headers: plain };
      const headers = signHeaders(request, body, key, { region: REGION, service, now: clock.millis() });
      const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body });
      const text = await answer.text();
      const said = text ? JSON.parse(text) : {};
      return { body: said, refusal: answer.ok ? undefined : `${said.__type}: ${said.message ?? said.Message ?? ''}` };
    },
    async query(service, key, parameters) {
      const body = new URLSearchParams({ Version: service === 'iam' ? '2010-05-08' : '2011-06-15', ...parameters }).toString();
      const plain = { host: `127.0.0.1:${port}`, 'content-type': 'application/x-www-form-urlencoded' };
      const request = { method: 'POST', path: '/', query: '', headers: plain };
      const headers = signHeaders(request, body, key, { region: REGION, service, now: clock.millis() });
      const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body });
      return { status: answer.status, body: await answer.text() };
    },
    async close() {
      await gateway.close(100);
      await Promise.all([kinesis, s3, logs, cloudwatch, sns, cloudtrail, secretsmanager].map((each) => each.close()));
      await blobs.close();
      events.close();
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const document = (...statements: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });
export const ADMIN = document({ Effect: 'Allow', Action: '*', Resource: '*' });
export const trusting = (Principal: object, more: object = {}): string =>
  document({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more });

/** A user with an access key, as a caller. */
export async function userOf(here: World, account: string, name: string, policy: string): Promise<Caller> {
  const root = here.as(here.root(account));
  await root('iam', 'CreateUser', { UserName: name });
  await root('iam', 'PutUserPolicy', { UserName: name, PolicyName: 'p', PolicyDocument: policy });
  const { AccessKey: key } = await root('iam', 'CreateAccessKey', { UserName: name });
  return here.holder(key.AccessKeyId);
}

/** A session of a role, as a caller. */
export async function sessionOf(here: World, by: Caller, RoleArn: string, more: object = {}): Promise<Caller> {
  const { Credentials: made } = await here.as(by)('sts', 'AssumeRole', { RoleArn, RoleSessionName: 's', ...more });
  return here.holder(made.AccessKeyId, made.SessionToken);
}
