import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compilePolicy } from '#auth';
import { type Caller, randomIds, silentLogger, systemClock } from '#core';
import { createGateway } from '#gateway';
import { openCloudWatch } from '#services/cloudwatch';
import { Database } from '#storage';

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
export const ROOT = { accessKeyId: 'AKIAROOTROOTROOTROOT', secretAccessKey: SECRET };
/** May do what `allow` says. */
export const USER = { accessKeyId: 'AKIAUSERUSERUSERUSER', secretAccessKey: SECRET };
export const ACCOUNT = '012345678901';

export interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface Served {
  readonly endpoint: string;
  /** The user's only policy from now on. */
  allow(...statements: Statement[]): void;
  close(): Promise<void>;
}

/** The real service behind the real gateway. */
export async function serve(): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-cloudwatch-wire-'));
  const database = new Database(join(folder, 'meta.db'));
  const clock = systemClock;
  const ids = randomIds;
  const logger = silentLogger;
  const cloudwatch = openCloudWatch({ database, clock, logger });
  const arn = `arn:aws:iam::${ACCOUNT}:`;
  const root: Caller = { kind: 'root', partition: 'aws', account: ACCOUNT, arn: `${arn}root`, userId: ACCOUNT };
  const user: Caller = { ...root, kind: 'user', arn: `${arn}user/eve`, userId: 'AIDAEXAMPLE', userName: 'eve' };
  const callers: Readonly<Record<string, Caller>> = { [ROOT.accessKeyId]: root, [USER.accessKeyId]: user };
  let policies = [] as ReturnType<typeof compilePolicy>[];
  const gateway = createGateway({
    services: [cloudwatch.service],
    credentials: {
      find: (id) => {
        const caller = callers[id];
        return caller ? { secretAccessKey: SECRET, caller } : 'unknown';
      },
    },
    policies: { of: (caller) => ({ identity: caller.kind === 'root' ? [] : policies }) },
    clock,
    ids,
    logger,
    settled: () => database.settled(),
    partition: 'aws',
    region: 'us-east-1',
    account: ACCOUNT,
  });
  const port = await gateway.listen({ host: '127.0.0.1', port: 0 });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    allow(...statements) {
      const Statement = statements.map((statement) => ({ Effect: 'Allow', ...statement }));
      policies = [compilePolicy(JSON.stringify({ Version: '2012-10-17', Statement }))];
    },
    async close() {
      await gateway.close(100);
      await cloudwatch.close();
      database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
