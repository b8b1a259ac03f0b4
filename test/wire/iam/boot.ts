import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awsPolicies, issuerKeys } from '#app';
import { signHeaders } from '#auth';
import { type Clock, randomIds, silentLogger, systemClock } from '#core';
import { createGateway, type Gateway } from '#gateway';
import { openIam } from '#services/iam';
import { openSts } from '#services/sts';
import { Database } from '#storage';

export const ACCOUNT = '123456789012';
export const ROOT: Key = { accessKeyId: 'AKIAROOTROOTROOTROOT', secretAccessKey: 'root-secret' };

export interface Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
  /** The text of the first element of a name. */
  text(element: string): string;
  /** The texts of all elements of a name. */
  texts(element: string): string[];
}

export interface Identity {
  readonly gateway: Gateway;
  readonly endpoint: string;
  /** Where its rows are. */
  readonly directory: string;
  ask(service: 'iam' | 'sts', key: Key, action: string, parameters?: Readonly<Record<string, string>>): Promise<Answer>;
  iam(action: string, parameters?: Readonly<Record<string, string>>): Promise<Answer>;
  /** A user with an access key and, where given, one inline policy. */
  user(name: string, policy?: object): Promise<Key>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

const VERSIONS = { iam: '2010-05-08', sts: '2011-06-15' } as const;

/** A gateway on a free port with IAM and STS behind it, their rows in a temporary directory. */
export async function boot(clock: Clock = systemClock): Promise<Identity> {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-iam-'));
  const open = () => {
    const database = new Database(join(directory, 'meta.db'));
    const iam = openIam({
      database,
      clock,
      ids: randomIds,
      awsPolicies,
      root: { ...ROOT, partition: 'aws', account: ACCOUNT },
    });
    const principals = iam.identities;
    const sessionKey = new Uint8Array(32).fill(1);
    const sts = openSts({ principals, issuerKeys: issuerKeys(clock), sessionKey, clock, ids: randomIds });
    const gateway = createGateway({
      services: [iam.service, sts.service],
      credentials: {
        find: (id, token) => (id.startsWith('ASIA') ? sts.findCredential(id, token) : iam.identities.findAccessKey(id, token)),
      },
      policies: { of: (caller) => iam.identities.policiesOf(caller) },
      clock,
      ids: randomIds,
      logger: silentLogger,
      settled: () => database.settled(),
      partition: 'aws',
      region: 'us-east-1',
      account: ACCOUNT,
      meter: ({ caller, service, scope }) => {
        if (caller && service && scope) iam.lastUse.note(caller, service, scope.region);
      },
    });
    return { database, gateway, lastUse: iam.lastUse };
  };
  let running = open();
  let port = await running.gateway.listen({ host: '127.0.0.1', port: 0 });
  const stop = async () => {
    await running.gateway.close(1000);
    running.lastUse.flush();
    running.database.close();
  };

  const identity: Identity = {
    directory,
    get gateway() {
      return running.gateway;
    },
    get endpoint() {
      return `http://127.0.0.1:${port}`;
    },
    async ask(service, key, action, parameters = {}) {
      const body = new URLSearchParams({ Action: action, Version: VERSIONS[service], ...parameters }).toString();
      const plain = { host: `127.0.0.1:${port}`, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
      const request = { method: 'POST', path: '/', query: '', headers: plain };
      const headers = signHeaders(request, body, key, { region: 'us-east-1', service, now: clock.millis() });
      return answerOf(await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body }));
    },
    iam: (action, parameters) => identity.ask('iam', ROOT, action, parameters),
    async user(name, policy) {
      await identity.iam('CreateUser', { UserName: name });
      if (policy) {
        await identity.iam('PutUserPolicy', { UserName: name, PolicyName: 'p', PolicyDocument: JSON.stringify(policy) });
      }
      const made = await identity.iam('CreateAccessKey', { UserName: name });
      return { accessKeyId: made.text('AccessKeyId'), secretAccessKey: made.text('SecretAccessKey') };
    },
    async restart() {
      await stop();
      running = open();
      port = await running.gateway.listen({ host: '127.0.0.1', port: 0 });
    },
    async close() {
      await stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  return identity;
}

async function answerOf(response: Response): Promise<Answer> {
  const body = await response.text();
  const texts = (element: string) =>
    [...body.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map((match) => unescaped(match[1] ?? ''));
  return { status: response.status, body, texts, text: (element) => texts(element)[0] ?? '' };
}

const unescaped = (text: string): string =>
  text
    .replace(/&quot;|&#34;/g, '"')
    .replace(/&apos;|&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');

/** A statement of a policy in a document of its own. */
export const policy = (...statements: object[]): object => ({ Version: '2012-10-17', Statement: statements });
export const allow = (Action: string | string[], Resource: string | string[] = '*', more: object = {}): object => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
export const deny = (Action: string | string[], Resource: string | string[] = '*', more: object = {}): object => ({
  ...allow(Action, Resource, more),
  Effect: 'Deny',
});
export const trust = (Principal: unknown, more: object = {}): string =>
  JSON.stringify(policy({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more }));

/** What became of a request: `done`, or its status, code and sentence. */
export async function said(asked: Promise<Answer>): Promise<string> {
  const answer = await asked;
  return answer.status === 200 ? 'done' : `${answer.status} ${answer.text('Code')} ${answer.text('Message')}`;
}
