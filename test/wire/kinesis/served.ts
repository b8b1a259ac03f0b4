import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Caller, randomIds, silentLogger, systemClock } from '#core';
import { createGateway } from '#gateway';
import { openKinesis } from '#services/kinesis';
import { Database } from '#storage';
import { believed } from '../../harness/principals.ts';
import { fakeKeys } from '../../harness/stream-keys.ts';

export const KEY = { accessKeyId: 'AKIAROOTROOTROOTROOT', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
const ACCOUNT = '000000000000';
const root: Caller = { kind: 'root', partition: 'aws', account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root`, userId: ACCOUNT };

export interface Served {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** The real service behind the real gateway, on a data directory of its own. */
export async function serve(): Promise<Served> {
  const directory = await mkdtemp(join(tmpdir(), 'millrace-kinesis-wire-'));
  const database = new Database(join(directory, 'meta.db'));
  const clock = systemClock;
  const kinesis = await openKinesis({
    keys: fakeKeys(),
    principals: believed,
    database,
    directory: join(directory, 'streams'),
    clock,
    ids: randomIds,
    logger: silentLogger,
    limits: 'off',
    transitionMillis: 20,
  });
  const gateway = createGateway({
    services: [kinesis.service],
    credentials: { find: (id) => (id === KEY.accessKeyId ? { secretAccessKey: KEY.secretAccessKey, caller: root } : 'unknown') },
    policies: { of: () => ({ identity: [] }) },
    clock,
    ids: randomIds,
    logger: silentLogger,
    settled: () => database.settled(),
    partition: 'aws',
    region: 'us-east-1',
    account: ACCOUNT,
  });
  const port = await gateway.listen({ host: '127.0.0.1', port: 0 });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async close() {
      // longer than any test may take: nothing may hold this up
      await gateway.close(120_000);
      await kinesis.close();
      database.close();
      await rm(directory, { recursive: true });
    },
  };
}
