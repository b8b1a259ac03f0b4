import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Database, Table } from '#storage';
import { LOG_KEY, NOW, openTestLogs, type TestLogs } from '../../../test/harness/logs.ts';

const G = { logGroupName: 'g' };
const S = { ...G, logStreamName: 's' };
const ARN = 'arn:aws:logs:us-east-1:000000000000:log-group:g';
const PRINCIPAL = 'logs.us-east-1.amazonaws.com';
const MINUTE = 60_000;
let directory: string;
let logs: TestLogs;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'millrace-log-keys-'));
  logs = await openTestLogs(directory);
  await logs.ask('CreateLogGroup', G);
  await logs.ask('CreateLogStream', S);
});
afterEach(async () => {
  await logs.close();
  await rm(directory, { recursive: true, force: true });
});

const associate = () => logs.ask('AssociateKmsKey', { ...G, kmsKeyId: LOG_KEY });
const read = async () => (await logs.ask('GetLogEvents', { ...S, startFromHead: true })).events?.map(({ message }) => message);
const found = async (filterPattern: string) =>
  (await logs.ask('FilterLogEvents', { ...G, filterPattern })).events?.map(({ message }) => message);
async function query(queryString: string) {
  const time = { startTime: NOW / 1000 - 86_400, endTime: NOW / 1000 };
  const { queryId = '' } = await logs.ask('StartQuery', { ...G, ...time, queryString });
  return vi.waitFor(async () => {
    const { status, results } = await logs.ask('GetQueryResults', { queryId });
    expect(status).not.toMatch(/Scheduled|Running/);
    return [status, results?.map((row) => row.filter(({ field }) => field !== '@ptr').map(({ value }) => value))];
  });
}
const onDisk = () =>
  readdirSync(directory, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((each) => each.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'))
    .join('');
const DENIED = `AccessDeniedException: The specified KMS key does not exist or is not allowed to be used with Arn '${ARN}'`;

test('events that come while a group has a key lie encrypted on the disk, those before and after it do not; all are read and found', async () => {
  await logs.put('g', 's', NOW - 9000, 'before: clear word');
  await associate();
  await logs.put('g', 's', NOW - 8000, 'meanwhile: secret word', '{"level":"secret word","n":7}');
  await logs.ask('DisassociateKmsKey', { resourceIdentifier: ARN });
  await logs.put('g', 's', NOW - 7000, 'after: clear word');
  const all = ['before: clear word', 'meanwhile: secret word', '{"level":"secret word","n":7}', 'after: clear word'];
  for (const again of [false, true]) {
    if (again) await logs.reopen();
    expect(await read()).toEqual(all);
    expect((await logs.ask('GetLogEvents', { ...S, limit: 2 })).events?.map(({ message }) => message)).toEqual(all.slice(2));
    expect(await found('secret')).toEqual(all.slice(1, 3));
    expect(await found('{ $.n = 7 }')).toEqual([all[2]]);
    expect(await found('"clear word"')).toEqual([all[0], all[3]]);
    const rows = [[all[1]], [all[2]]];
    expect(await query('fields @message | filter @message like /secret/ | sort @timestamp')).toEqual(['Complete', rows]);
    expect(await query('stats count(*) as n by level')).toEqual(['Complete', expect.arrayContaining([['secret word', '1']])]);
  }
  expect(onDisk()).toContain('before: clear word');
  expect(onDisk()).toContain('after: clear word');
  expect(onDisk()).not.toContain('secret');
});

test('the key is asked for as CloudWatch Logs, once in five minutes; without it nothing under it is written or read', async () => {
  await logs.put('g', 's', NOW - 9000, 'clear');
  await associate();
  await logs.put('g', 's', NOW - 8000, 'sealed');
  await logs.put('g', 's', NOW - 7000, 'sealed too');
  await read();
  await read();
  // the first two were the trial of AssociateKmsKey
  expect(logs.keys.asked).toEqual(
    ['GenerateDataKey', 'Decrypt', 'GenerateDataKey', 'Decrypt'].map((what) => `${what} ${PRINCIPAL}`),
  );
  logs.keys.refuse.add(PRINCIPAL);
  await logs.clock.advance(5 * MINUTE);
  expect(await logs.refusal('GetLogEvents', { ...S, startFromHead: true })).toBe(DENIED);
  expect(await logs.refusal('FilterLogEvents', { ...G, filterPattern: 'sealed' })).toBe(DENIED);
  expect(await query('fields @message')).toEqual(['Failed', []]);
  expect(await query('stats count(*) by bin(1h)')).toEqual(['Failed', []]);
  const event = { timestamp: NOW, message: 'more' };
  expect(await logs.refusal('PutLogEvents', { ...S, logEvents: [event] })).toBe(DENIED);
  // what is not encrypted is read on
  const first = await logs.ask('FilterLogEvents', { ...G, endTime: NOW - 8500 });
  expect(first.events?.map(({ message }) => message)).toEqual(['clear']);
  await logs.ask('DisassociateKmsKey', G);
  await logs.put('g', 's', NOW, 'clear again');
  logs.keys.refuse.clear();
  expect(await read()).toEqual(['clear', 'sealed', 'sealed too', 'clear again']);
});

test('a group gets only a key that is there and may be used, by its ARN', async () => {
  const create = (kmsKeyId: string) => logs.refusal('CreateLogGroup', { logGroupName: 'new', kmsKeyId });
  const absent = "InvalidParameterException: The specified KMS Key Id could not be found. 'new'";
  expect(await create(LOG_KEY.split('/')[1] ?? '')).toBe(absent);
  expect(await create(`${LOG_KEY.slice(0, -1)}0`)).toBe(absent);
  logs.keys.refuse.add(PRINCIPAL);
  expect(await create(LOG_KEY)).toBe(DENIED.replace('group:g', 'group:new'));
  logs.keys.refuse.clear();
  await logs.ask('CreateLogGroup', { logGroupName: 'new', kmsKeyId: LOG_KEY });
  const shown = async () => (await logs.ask('DescribeLogGroups', {})).logGroups?.map(({ kmsKeyId }) => kmsKeyId);
  expect(await shown()).toEqual([undefined, LOG_KEY]);
  await associate();
  await logs.ask('DisassociateKmsKey', { logGroupName: 'new' });
  expect(await shown()).toEqual([LOG_KEY, undefined]);
  const refused = (input: object) => logs.refusal('AssociateKmsKey', { kmsKeyId: LOG_KEY, ...input });
  expect(await refused({ logGroupName: 'nothing' })).toMatch(/^ResourceNotFoundException/);
  expect(await refused({})).toMatch(/^InvalidParameterException: Exactly one/);
  expect(await refused({ ...G, resourceIdentifier: ARN })).toMatch(/^InvalidParameterException: Exactly one/);
  const results = 'arn:aws:logs:us-east-1:000000000000:query-result:*';
  expect(await refused({ resourceIdentifier: results })).toMatch(/^InvalidParameterException: Results of queries/);
});

test('exports and subscriptions decrypt what they deliver', async () => {
  await associate();
  const destinationArn = 'arn:aws:kinesis:us-east-1:000000000000:stream/out';
  const roleArn = 'arn:aws:iam::000000000000:role/r';
  await logs.ask('PutSubscriptionFilter', { ...G, filterName: 'f', filterPattern: '', destinationArn, roleArn });
  await logs.put('g', 's', NOW - 8000, 'sealed');
  const texts = () => logs.delivered.map(({ data }) => gunzipSync(data).toString());
  await vi.waitFor(() => expect(texts().join()).toContain('"message":"sealed"'));
  logs.buckets.set('b', 'open');
  await logs.ask('CreateExportTask', { ...G, from: NOW - 86_400_000, to: NOW, destination: 'b' });
  const exported = () => [...logs.files].filter(([name]) => name.endsWith('.gz')).map(([, body]) => gunzipSync(body).toString());
  await vi.waitFor(() => expect(exported().join()).toContain('sealed'));
});

test('data keys go with the last event they have encrypted, and with their group', async () => {
  const kept = async (): Promise<number> => {
    await logs.close(true);
    const database = new Database(join(directory, 'meta.db'));
    const rows = new Table(database, { name: 'logs_data_key', key: ['grp', 'number'] });
    const count = rows.in({ account: '000000000000', region: 'us-east-1' }).count();
    database.close();
    const { millis } = logs.clock;
    logs = await openTestLogs(directory, undefined, millis());
    return count;
  };
  const DAYS = 24 * 60 * MINUTE;
  await associate();
  await logs.ask('PutRetentionPolicy', { ...G, retentionInDays: 1 });
  await logs.put('g', 's', NOW, 'old');
  expect(await kept()).toBe(1);
  await logs.clock.advance(11 * MINUTE);
  await logs.put('g', 's', NOW + 11 * MINUTE, 'younger');
  expect(await read()).toEqual(['old', 'younger']);
  expect(await kept()).toBe(2);
  await logs.clock.advance(4 * DAYS);
  await vi.waitFor(async () => {
    await logs.clock.advance(11 * MINUTE);
    expect(await read()).toEqual([]);
  });
  await logs.put('g', 's', logs.clock.millis(), 'new');
  await vi.waitFor(async () => {
    await logs.clock.advance(11 * MINUTE);
    expect(await kept()).toBe(1);
  });
  expect(await read()).toEqual(['new']);
  await logs.ask('DeleteLogGroup', G);
  expect(await kept()).toBe(0);
});
