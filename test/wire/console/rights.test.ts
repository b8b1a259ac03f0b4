import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SigningCredentials } from '#auth';
import { type Console, serveConsole } from './served.ts';

const version = { Version: '2010-05-08' };
let served: Console;
let eve: SigningCredentials;
beforeAll(async () => {
  served = await serveConsole();
  await served.query('iam', { Action: 'CreateUser', UserName: 'eve', ...version });
  const { body } = await served.query('iam', { Action: 'CreateAccessKey', UserName: 'eve', ...version });
  const part = (tag: string) => new RegExp(`<${tag}>([^<]*)<`).exec(body)?.[1] ?? '';
  eve = { accessKeyId: part('AccessKeyId'), secretAccessKey: part('SecretAccessKey') };
});
afterAll(() => served.close());

async function allow(...Statement: object[]): Promise<void> {
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await served.query('iam', { Action: 'PutUserPolicy', UserName: 'eve', PolicyName: 'p', PolicyDocument, ...version });
}

async function may(kind: string, names: readonly string[] = [], as = eve): Promise<string[]> {
  const query = names.map((name) => `name=${encodeURIComponent(name)}`).join('&');
  const { status, body } = await served.ask({ path: `/_millrace/console/rights/${kind}`, query, as });
  expect([body, status]).toEqual([body, 200]);
  return JSON.parse(body).may;
}

const KINDS: Readonly<Record<string, string>> = {
  application: 'CreateApplication',
  stream: 'CreateStream',
  bucket: 'CreateBucket',
  role: 'CreateRole',
  user: 'CreateUser',
  policy: 'CreatePolicy',
  alarm: 'PutMetricAlarm',
  dashboard: 'PutDashboard',
  'log-group': 'CreateLogGroup',
};

it('tells root everything, and who may nothing, nothing', async () => {
  for (const [kind, create] of Object.entries(KINDS)) {
    const name = kind === 'policy' ? 'arn:aws:iam::000000000000:policy/a' : 'a';
    expect(await may(kind, [], served.root)).toContain(create);
    expect(await may(kind, [name], served.root)).toContain(create);
    expect([kind, ...(await may(kind)), ...(await may(kind, [name]))]).toEqual([kind]);
  }
});

it('tells of what is named exactly, of all of them', async () => {
  const at = 'arn:aws:kinesis:us-east-1:000000000000:stream';
  await allow({ Effect: 'Allow', Action: ['kinesis:DeleteStream', 'kinesis:CreateStream'], Resource: `${at}/my-*` });
  expect(await may('stream', ['my-a'])).toEqual(['DeleteStream', 'CreateStream']);
  expect(await may('stream', ['my-a', 'my-b'])).toContain('DeleteStream');
  expect(await may('stream', ['my-a', 'yours'])).not.toContain('DeleteStream');
  const app = 'arn:aws:kinesisanalytics:us-east-1:000000000000:application/app';
  await allow({ Effect: 'Allow', Action: 'kinesisanalytics:*Resource', Resource: app });
  expect(await may('application', ['app'])).toEqual(['TagResource', 'UntagResource']);
  expect(await may('application', ['other'])).toEqual([]);
});

it('tells of what has no name yet as far as some could be allowed', async () => {
  const own = { Effect: 'Allow', Action: 's3:*', Resource: ['arn:aws:s3:::my-*', 'arn:aws:s3:::my-*/in/*'] };
  await allow(own);
  expect(await may('bucket')).toEqual(expect.arrayContaining(['CreateBucket', 'DeleteBucket']));
  expect(await may('bucket', ['my-a']), 'objects lie at many names').toContain('PutObject');
  const mfa = { Bool: { 'aws:MultiFactorAuthPresent': 'false' } };
  await allow(own, { Effect: 'Deny', Action: 's3:CreateBucket', Resource: '*', Condition: mfa });
  expect(await may('bucket'), 'a condition may not hold').toContain('CreateBucket');
  await allow(own, { Effect: 'Deny', Action: 's3:CreateBucket', Resource: 'arn:aws:s3:::my-a' });
  expect(await may('bucket'), 'others are left').toContain('CreateBucket');
  await allow(own, { Effect: 'Deny', Action: 's3:Create*', Resource: '*' });
  expect(await may('bucket')).not.toContain('CreateBucket');
});

it('is for who signs, and knows its kinds', async () => {
  const ask = async (kind: string, as?: SigningCredentials) =>
    (await served.ask({ path: `/_millrace/console/rights/${kind}`, ...(as && { as }) })).status;
  expect(await ask('stream')).toBe(400);
  for (const kind of ['', 'none', 'toString', 'stream/a']) expect([kind, await ask(kind, eve)]).toEqual([kind, 404]);
});
