import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compilePolicy } from '#auth';
import { type Caller, type Clock, type Ids, type Logger, randomIds, type Service, silentLogger, systemClock } from '#core';
import { createGateway } from '#gateway';
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
  readonly directory: string;
  /** The user's only policy from now on. */
  allow(...statements: Statement[]): void;
  close(): Promise<void>;
}

/** What a service is opened with. */
export interface Surroundings {
  readonly database: Database;
  /** Where it may keep files of its own. */
  readonly folder: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

interface Opened {
  readonly service: Service;
  close(): unknown;
}

/** A real service behind the real gateway; in a directory that is kept, where one is given. */
export async function serveWith(
  open: (surroundings: Surroundings) => Opened | Promise<Opened>,
  directory?: string,
): Promise<Served> {
  const folder = directory ?? (await mkdtemp(join(tmpdir(), 'millrace-wire-')));
  const database = new Database(join(folder, 'meta.db'));
  const clock = systemClock;
  const ids = randomIds;
  const logger = silentLogger;
  const opened = await open({ database, folder, clock, ids, logger });
  const arn = `arn:aws:iam::${ACCOUNT}:`;
  const root: Caller = { kind: 'root', partition: 'aws', account: ACCOUNT, arn: `${arn}root`, userId: ACCOUNT };
  const user: Caller = { ...root, kind: 'user', arn: `${arn}user/eve`, userId: 'AIDAEXAMPLE', userName: 'eve' };
  const callers: Readonly<Record<string, Caller>> = { [ROOT.accessKeyId]: root, [USER.accessKeyId]: user };
  let policies = [] as ReturnType<typeof compilePolicy>[];
  const gateway = createGateway({
    services: [opened.service],
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
    directory: folder,
    allow(...statements) {
      const Statement = statements.map((statement) => ({ Effect: 'Allow', ...statement }));
      policies = [compilePolicy(JSON.stringify({ Version: '2012-10-17', Statement }))];
    },
    async close() {
      await gateway.close(100);
      await opened.close();
      database.close();
      if (directory === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
