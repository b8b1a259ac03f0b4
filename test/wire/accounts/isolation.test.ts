import { readdirSync } from 'node:fs';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { AwsError, type Caller, type ServiceModel, type ShapeRef } from '#core';
import { regexOf, shapeOf, stringFor } from '../../conformance/values.ts';
import { furnish, SECRET } from './furniture.ts';
import { A, ADMIN, B, sessionOf, trusting, userOf, type World, world } from './world.ts';

// No call of account A ever sees a row of B, or changes one: every operation of every service, with B's names, ARNs, ids and tokens.

const SEED = 20261124;
const ROUNDS = 20;
/** Tables that no call reads out by a name, or that hold what is under way on an engine, which is not there. */
const UNFURNISHED = new Set([
  ...[
    'iam_linked_role_deletion',
    'kinesis_data_key',
    'kinesis_setting',
    's3_history',
    's3_completed',
    'sns_delivery',
    'sns_data_key',
  ],
  ...['logs_export', 'logs_garbage', 'logs_subscription', 'logs_subscription_position'],
  ...['cloudwatch_alarm_pending', 'cloudwatch_alarm_parent'],
  ...['operation', 'snapshot', 'enhanced', 'snapshot_operation', 'engine', 'code'].map((each) => `kinesisanalyticsv2_${each}`),
]);

let here: World;
let callers: Caller[];
let words: string[];
let before: string;
let ciphertext: Uint8Array;
let key: string;

beforeAll(async () => {
  here = await world();
  ({ words, ciphertext, key } = await furnish(here));
  const root = here.root(A);
  const user = await userOf(here, A, 'eve', ADMIN);
  const { Role: role } = await here.as(root)('iam', 'CreateRole', {
    RoleName: 'r',
    AssumeRolePolicyDocument: trusting({ AWS: A }),
  });
  await here.as(root)('iam', 'PutRolePolicy', { RoleName: 'r', PolicyName: 'p', PolicyDocument: ADMIN });
  callers = [root, user, await sessionOf(here, user, role.Arn)];
  // B's own mail, which asks for a confirmation, is on its way: what it leaves behind is not A's doing
  await vi.waitFor(() => expect(rowsOf(B)).toContain('["sns_delivery",[]]'), { timeout: 5000 });
  before = rowsOf(B);
}, 60_000);
afterAll(() => here.close());

it('no call of account A sees or changes what is B’s', { timeout: 120_000 }, async () => {
  const draw = random(SEED);
  let answered = 0;
  for (const { name, model, operations } of here.services) {
    for (const [operation, entry] of Object.entries(operations)) {
      if ('unsupported' in entry) continue;
      for (const caller of callers) {
        for (let round = 0; round < ROUNDS; round++) {
          const input = inputOf(model, operation, draw);
          const said = await outcome(caller, name, operation, input);
          const what = `${name} ${operation} by ${caller.kind}: ${JSON.stringify(input)}\n${said.text}`.slice(0, 2000);
          expect(said.text.includes(SECRET), what).toBe(false);
          if (said.ok) answered++;
        }
      }
      expect(rowsOf(B), `${name} ${operation} changed rows of B`).toBe(before);
    }
  }
  // the other calls would prove nothing if all were refused
  expect(answered).toBeGreaterThan(1000);
});

it('every service there is, is asked, and B has rows in all tables of accounts', () => {
  const folders = readdirSync(new URL('../../../src/services', import.meta.url));
  expect(here.services.map(({ name }) => name).sort()).toEqual(folders.sort());
  const empty = (JSON.parse(before) as [table?: string, rows?: unknown[]][]).flatMap(([table, rows]) =>
    table !== undefined && rows?.length === 0 ? [table] : [],
  );
  // a new table is furnished, or said to need it not
  expect(empty.filter((table) => !UNFURNISHED.has(table))).toEqual([]);
});

it('every service there is has a name in reports of last accessed services', async () => {
  const b = here.as(here.root(B));
  const everything = 'arn:aws:iam::aws:policy/AdministratorAccess';
  const { JobId } = await b('iam', 'GenerateServiceLastAccessedDetails', { Arn: everything });
  const { ServicesLastAccessed: list } = await b('iam', 'GetServiceLastAccessedDetails', { JobId });
  const namespaces = list.map(({ ServiceNamespace }: { ServiceNamespace: string }) => ServiceNamespace);
  expect(namespaces).toEqual([...new Set(here.services.map(({ prefix }) => prefix))].sort());
});

it('B, who may, does see it', { timeout: 20_000 }, async () => {
  const b = here.as(here.root(B));
  expect(JSON.stringify(await b('kinesis', 'ListTagsForStream', { StreamName: 'bee-stream' }))).toContain(SECRET);
  expect(await textOf((await b('s3', 'GetObject', { Bucket: 'bee-bucket', Key: 'bee-key' })).Body)).toContain(SECRET);
  const sees = async (service: string, operation: string, input?: object) =>
    expect(JSON.stringify(await b(service, operation, input)), operation).toContain(SECRET);
  await sees('iam', 'GetRole', { RoleName: 'bee-role' });
  await sees('iam', 'GetAccessKeyLastUsed', { AccessKeyId: key });
  await sees('iam', 'GetOpenIDConnectProvider', { OpenIDConnectProviderArn: `arn:aws:iam::${B}:oidc-provider/bee.example.com` });
  await sees('iam', 'ListMFADeviceTags', { SerialNumber: `arn:aws:iam::${B}:mfa/bee-device` });
  const { Content: report } = await b('iam', 'GetCredentialReport');
  expect(Buffer.from(report).toString()).toContain(`${SECRET},arn:aws:iam::${B}:user/${SECRET}`);
  await sees('secretsmanager', 'GetSecretValue', { SecretId: 'bee-secret' });
  await sees('sns', 'ListSubscriptions');
  await sees('cloudwatch', 'DescribeAlarms');
  await sees('cloudwatch', 'GetDashboard', { DashboardName: 'bee-dashboard' });
  await sees('cloudtrail', 'GetTrail', { Name: 'bee-trail' });
  const lookup = { LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'CreateTrail' }] };
  await vi.waitFor(() => sees('cloudtrail', 'LookupEvents', lookup), { timeout: 10_000 });
  await sees('logs', 'DescribeMetricFilters');
});

/** Everything that lies under an account, and under its buckets. */
function rowsOf(account: string): string {
  const sql = (text: string, ...values: string[]) => here.database.statement(text).all(...values) as Record<string, unknown>[];
  const tables = sql("SELECT name FROM sqlite_master WHERE type = 'table'").map((each) => String(each['name']));
  return JSON.stringify(
    tables.map((table) => {
      const columns = sql(`SELECT name FROM pragma_table_info('${table}')`).map((each) => each['name']);
      if (columns.includes('account')) return [table, sql(`SELECT * FROM ${table} WHERE account = ?`, account)];
      if (!columns.includes('bucket')) return [];
      return [table, sql(`SELECT t.* FROM ${table} t JOIN s3_bucket b ON b.id = t.bucket WHERE b.account = ?`, account)];
    }),
  );
}

async function outcome(
  caller: Caller,
  service: string,
  operation: string,
  input: object,
): Promise<{ ok: boolean; text: string }> {
  try {
    const output = await here.as(caller)(service, operation, input);
    const { Body: body, EventStream: events, responseStream: tail, ...rest } = output ?? {};
    const streamed = body ? await textOf(body) : events || tail ? await firstOf(events ?? tail) : '';
    return { ok: true, text: `${JSON.stringify(rest)}${streamed}` };
  } catch (thrown) {
    // a bare call has not been validated: what the decoder would have refused may be anything
    if (thrown instanceof AwsError) return { ok: false, text: JSON.stringify([thrown.code, thrown.message, thrown.fields]) };
    return { ok: false, text: '' };
  }
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString();
}

async function firstOf(events: AsyncIterable<unknown>): Promise<string> {
  for await (const event of events)
    return JSON.stringify(event, (_key, value) => (value instanceof Uint8Array ? String(value) : value));
  return '';
}

/** A repeatable draw from 0 to `below`. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** An input that names what is B's wherever a text may stand. */
function inputOf(model: ServiceModel, operation: string, draw: (below: number) => number): Record<string, unknown> {
  const ref = model.operations[operation]?.input;
  return ref ? ((drawn(model, ref, draw, 0, '') as Record<string, unknown>) ?? {}) : {};
}

function drawn(model: ServiceModel, ref: ShapeRef, draw: (below: number) => number, depth: number, name: string): unknown {
  const shape = shapeOf(model, ref);
  if (depth > 6) return undefined;
  switch (shape.type) {
    case 'structure': {
      const wanted = shape.required ?? [];
      const names = Object.keys(shape.members ?? {});
      const chosen = shape.union ? names.slice(0, 1) : names.filter((each) => wanted.includes(each) || draw(4) === 0);
      return Object.fromEntries(
        chosen.map((each) => [each, drawn(model, shape.members?.[each] as ShapeRef, draw, depth + 1, each)]),
      );
    }
    case 'list':
      return Array.from({ length: Math.max(1, shape.min ?? 0) }, () =>
        drawn(model, shape.member as ShapeRef, draw, depth + 1, name),
      );
    case 'map':
      return { p: drawn(model, shape.value as ShapeRef, draw, depth + 1, name) };
    case 'string': {
      if (shape.enum) return shape.enum[draw(shape.enum.length)];
      if (/PolicyDocument$|^Policy$/.test(name)) return /Assume/.test(name) ? trusting({ AWS: B }) : ADMIN;
      const regex = shape.pattern === undefined ? undefined : regexOf(shape.pattern);
      const fitting = words.filter(
        (word) => word.length >= (shape.min ?? 0) && word.length <= (shape.max ?? 1e6) && (regex?.test(word) ?? true),
      );
      const kind = nameOf(name);
      const likely = fitting.filter((word) => kind(word));
      const pool = likely.length > 0 && draw(4) > 0 ? likely : fitting;
      return pool.length > 0 ? pool[draw(pool.length)] : stringFor(shape);
    }
    case 'blob':
      return ref.streaming ? Readable.from([Buffer.from('a')]) : name === 'CiphertextBlob' ? ciphertext : Buffer.from('a');
    case 'timestamp':
      return new Date(Date.now() - draw(3_600_000));
    case 'boolean':
      return draw(2) === 0;
    default:
      return Math.max(shape.min ?? 0, Math.min(shape.max ?? 1000, draw(1000)));
  }
}

/** Which of the words a member of this name is likely to mean. */
function nameOf(member: string): (word: string) => boolean {
  if (/arn$|identifier$/i.test(member)) return (word) => word.startsWith('arn:');
  const kinds = ['stream', 'consumer', 'bucket', 'key', 'user', 'role', 'group', 'profile', 'policy', 'application'].concat([
    'topic',
    'subscription',
    'trail',
    'alarm',
    'dashboard',
    'provider',
    'filter',
  ]);
  const kind = kinds.find((each) => member.toLowerCase().includes(each));
  return (word) => kind !== undefined && word.startsWith(`bee-${kind.slice(0, 3)}`);
}
