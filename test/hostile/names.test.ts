import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FURNITURE } from './corpus.ts';
import { checkRefusal, openWorld, type Plain, type World } from './world.ts';

const SECRET = 'what lies beside the data directory';
let world: World;
let beside: string;
beforeAll(async () => {
  world = await openWorld();
  beside = join(dirname(world.directory), `millrace-beside-${process.pid}`);
  writeFileSync(beside, SECRET);
  for (const plain of FURNITURE) expect((await world.ask(plain)).status).toBe(200);
}, 120_000);
afterAll(() => world?.close());

const target = () => relative(join(world.directory, 'blobs', '0'), beside);

/** Every byte escaped, so that nothing on the way tidies the path. */
const escaped = (key: string) =>
  [...Buffer.from(key)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
const object = (method: string, path: string, body = ''): Plain => ({ service: 's3', method, path: `/hostile/${path}`, body });

const KEYS = [
  '../../../../../../etc/passwd',
  '..',
  '.',
  './a',
  'a/../b',
  'a//b',
  '/a',
  '\\..\\..\\a',
  '%2e%2e%2f',
  'a\u0001b',
  'a\nb',
  'caf\u00e9',
  'cafe\u0301',
  '\u{1F600}',
  '\u202e',
  ' ',
  '+',
  '?a=b',
  '#',
  '&<>"',
  '~',
  'con',
  'x'.repeat(1024),
  '\u00e9'.repeat(512),
];

test('every key of S3 is a name and not a path', { timeout: 60_000 }, async () => {
  const keys = [...KEYS, target()];
  for (const key of keys) {
    const { status, body } = await world.ask(object('PUT', escaped(key), `content of ${key}`));
    expect([status, body.toString()], key).toEqual([200, '']);
  }
  for (const key of keys) {
    const { status, body } = await world.ask(object('GET', escaped(key)));
    expect([status, body.toString()], key).toEqual([200, `content of ${key}`]);
  }
  const { body } = await world.ask({ service: 's3', method: 'GET', path: '/hostile', query: 'encoding-type=url&list-type=2' });
  expect(body.toString().match(/<Key>/g)?.length).toBe(keys.length);
});

test('keys that are none are refused', async () => {
  const long = await world.ask(object('PUT', 'x'.repeat(1025), 'a'));
  expect(long.body.toString()).toContain('<Code>KeyTooLongError</Code>');
  for (const path of ['%', '%zz', '%ff', '%c0%af', '%ed%a0%80', '%00', 'a%00b']) {
    const answer = await world.send(world.signed(object('PUT', path, 'a')));
    checkRefusal(answer, () => path);
  }
});

test('paths that are not escaped do not leave either', { timeout: 60_000 }, async () => {
  const up = '../'.repeat(12);
  const tried = [
    `/hostile/${target()}`,
    `/hostile/${up}etc/passwd`,
    `/${up}etc/passwd`,
    `/console/${up}etc/passwd`,
    `/console/..%2f..%2f..%2fetc%2fpasswd`,
    `/_millrace/${up}etc/passwd`,
    '//etc/passwd',
    `/hostile/..;/${up}etc/passwd`,
  ];
  for (const path of tried) {
    const signed = await world.send(world.signed({ service: 's3', method: 'GET', path }));
    const plain = await world.send(Buffer.from(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n`));
    for (const answer of [signed, plain]) {
      checkRefusal(answer, () => path);
      expect(answer?.body.toString() ?? '', path).not.toMatch(/root:x:0:0|what lies beside/);
    }
  }
});

test('names of streams, groups, buckets and users are no paths', async () => {
  const json = (service: string, header: string, input: object): Plain => ({
    service,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': header },
    body: JSON.stringify(input),
  });
  for (const name of ['..', '../../x', 'a/../../x', '.', '/etc', 'a\0b', '\u2025']) {
    const asked = [
      json('kinesis', 'Kinesis_20131202.CreateStream', { StreamName: name, ShardCount: 1 }),
      json('logs', 'Logs_20140328.CreateLogGroup', { logGroupName: name }),
      json('logs', 'Logs_20140328.CreateLogStream', { logGroupName: 'hostile', logStreamName: name }),
      json('logs', 'Logs_20140328.PutLogEvents', {
        logGroupName: 'hostile',
        logStreamName: name,
        logEvents: [{ timestamp: Date.now(), message: 'x' }],
      }),
      json('kinesisanalytics', 'KinesisAnalytics_20180523.CreateApplication', {
        ApplicationName: name,
        RuntimeEnvironment: 'FLINK-1_20',
        ServiceExecutionRole: 'arn:aws:iam::000000000000:role/x',
      }),
      { service: 's3', method: 'PUT', path: `/${escaped(name)}` } satisfies Plain,
    ];
    for (const plain of asked) checkRefusal(await world.send(world.signed(plain)), () => `${name} ${plain.body ?? plain.path}`);
  }
});

test('nothing was written but where it belongs', async () => {
  await world.sound();
  const rooms = readdirSync(world.directory).filter((name) => !/^(meta|events)\.db/.test(name));
  const known = [
    'blobs',
    'credentials.json',
    'flink',
    'kms.key',
    'lock',
    'logs',
    'outbox',
    'server.json',
    'snapshots',
    'streams',
    'tls',
    'jars',
  ];
  expect(rooms.filter((name) => !known.includes(name))).toEqual([]);
  for (const name of readdirSync(join(world.directory, 'blobs'), { recursive: true, encoding: 'utf8' })) {
    expect(name).toMatch(/^(_spare|[0-9a-z]+)(\/[0-9a-z]+)?$/);
  }
  expect(existsSync(beside) && statSync(beside).size).toBe(SECRET.length);
});
