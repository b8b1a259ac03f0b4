import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { dataKeys, OBJECT_KEYS } from '#app';
import { compilePolicy, type Policy, type PrincipalIds } from '#auth';
import { type Caller, randomIds, silentLogger, systemClock } from '#core';
import { type Credential, createGateway, type Gateway } from '#gateway';
import { openKms } from '#services/kms';
import { openS3, type S3Limits } from '#services/s3';
import { openS3Control } from '#services/s3control';
import { BlobStore, Database } from '#storage';

export const ROOT_KEY = 'AKIAROOTROOTROOTROOT';
export const USER_KEY = 'AKIAUSERUSERUSERUSER';
export const OTHER_KEY = 'AKIAOTHEROTHEROTHERO';
export const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
export const ACCOUNT = '000000000000';
export const OTHER = '111111111111';

const root = (account: string): Caller => ({
  kind: 'root',
  partition: 'aws',
  account,
  arn: `arn:aws:iam::${account}:root`,
  userId: account,
});
const user: Caller = {
  kind: 'user',
  partition: 'aws',
  account: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:user/eve`,
  userId: 'AIDAEXAMPLE',
  userName: 'eve',
};

export interface Served {
  readonly endpoint: string;
  readonly directory: string;
  /** The SDK, with the key of one of them; it asks once. */
  client(accessKeyId: string): S3Client;
  /** Gives the user `eve` these statements and no others. */
  allow(...statements: object[]): void;
  /** Users and roles that policies may name: ARN to unique id. `eve` is there from the start. */
  readonly people: Map<string, string>;
  /** KMS, called by root. */
  kms(operation: string, input?: object): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

/** The real service behind the real gateway, on a data directory of its own. */
export async function serve(options: { limits?: Partial<S3Limits>; inlineBytes?: number } = {}): Promise<Served> {
  const { limits, inlineBytes } = options;
  const directory = await mkdtemp(join(tmpdir(), 'millrace-s3-wire-'));
  const database = new Database(join(directory, 'meta.db'));
  const blobs = await BlobStore.open({ database, directory: join(directory, 'blobs'), ...(inlineBytes && { inlineBytes }) });
  const keysOfKms = dataKeys((...call) => gateway.invoke(...call), OBJECT_KEYS);
  const people = new Map([[user.arn, user.userId]]);
  const principals: PrincipalIds = {
    uniqueId: (_, arn) => people.get(arn),
    arnOfId: (_, account, id) => [...people].find(([arn, each]) => each === id && arn.includes(account))?.[0],
  };
  const kms = openKms({ database, principals, clock: systemClock, ids: randomIds, rootKey: new Uint8Array(32).fill(2) });
  const s3 = openS3({
    database,
    blobs,
    dataKeys: keysOfKms,
    principals,
    clock: systemClock,
    ids: randomIds,
    ...(limits && { limits }),
  });
  const keys = new Map<string, Credential>([
    [ROOT_KEY, { secretAccessKey: SECRET, caller: root(ACCOUNT) }],
    [USER_KEY, { secretAccessKey: SECRET, caller: user }],
    [OTHER_KEY, { secretAccessKey: SECRET, caller: root(OTHER) }],
  ]);
  let identity: Policy[] = [];
  const gateway: Gateway = createGateway({
    services: [s3.service, openS3Control({ buckets: s3.tagging, s3: s3.service }), kms.service],
    credentials: { find: (accessKeyId) => keys.get(accessKeyId) ?? 'unknown' },
    policies: { of: () => ({ identity }) },
    clock: systemClock,
    ids: randomIds,
    logger: silentLogger,
    settled: () => database.settled(),
    partition: 'aws',
    region: 'us-east-1',
    account: ACCOUNT,
  });
  const port = await gateway.listen({ host: '127.0.0.1', port: 0 });
  const endpoint = `http://127.0.0.1:${port}`;
  return {
    endpoint,
    directory,
    client: (accessKeyId) =>
      new S3Client({
        endpoint,
        region: 'us-east-1',
        forcePathStyle: true,
        maxAttempts: 1,
        credentials: { accessKeyId, secretAccessKey: SECRET },
      }),
    people,
    allow: (...statements) => {
      identity = statements.length === 0 ? [] : [compilePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }))];
    },
    kms: async (operation, input = {}) => {
      const scope = { partition: 'aws', account: ACCOUNT, region: 'us-east-1' };
      return (await gateway.invoke('kms', operation, input, { caller: root(ACCOUNT), scope })) as Record<string, unknown>;
    },
    close: async () => {
      await gateway.close(100);
      await s3.close();
      await blobs.close();
      database.close();
      await rm(directory, { recursive: true });
    },
  };
}
