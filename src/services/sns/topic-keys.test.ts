import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Call, type Caller, type FakeClock, fakeClock, randomIds, silentLogger } from '#core';
import { Database } from '#storage';
import { fakeKeys } from '../../../test/harness/stream-keys.ts';
import { openSns, type Sns } from './index.ts';
import { TopicStore } from './store.ts';

const HERE = { account: '012345678901', region: 'us-east-1' };
const TopicArn = 'arn:aws:sns:us-east-1:012345678901:t';
const keyPem = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
const keys = fakeKeys();
let folder: string;
let database: Database;
let clock: FakeClock;
let sns: Sns;
let answer: number;
let received: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-sns-keys-'));
  clock = fakeClock();
  answer = 500;
  received = [];
  keys.asked.length = 0;
  open();
  const store = new TopicStore(database);
  const row = { id: 's', arn: `${TopicArn}:s`, topicArn: TopicArn, protocol: 'http', endpoint: 'http://x/', owner: HERE.account };
  store.topics(HERE).put(['t'], { name: 't', arn: TopicArn, attributes: {}, tags: {}, deleted: 0 });
  store.subscriptions(HERE).put(['t', 's'], { ...row, principal: '', attributes: {}, authenticated: false });
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true });
});

function open(): void {
  database = new Database(join(folder, 'meta.db'));
  const post = async (_to: string, _headers: object, body: string) => {
    received.push(`${answer} ${JSON.parse(body).Message}`);
    return answer;
  };
  const links = { confirm: () => 'http://c', unsubscribe: () => 'http://u' };
  const seal = async () => ({ keyPem, certificateUrl: () => 'http://p' });
  const surroundings = { database, clock, ids: randomIds, logger: silentLogger, keys };
  sns = openSns({ ...surroundings, courier: { post }, mailbox: { put() {} }, links, seal });
}
async function close(): Promise<void> {
  await sns.close();
  database.close();
}
const callerOf = (arn: string): Caller => ({ kind: 'user', partition: 'aws', account: HERE.account, arn, userId: 'U' });
const call = (operation: string, input: object, arn = 'arn:publisher') => {
  const entry = sns.service.operations[operation];
  if (!entry || 'unsupported' in entry) throw new Error(operation);
  const scope = { ...HERE, partition: 'aws' };
  return entry.run({ TopicArn, ...input } as never, { scope, caller: callerOf(arn), requestId: 'r' } as Call);
};
const keyed = (AttributeValue = 'alias/there') => call('SetTopicAttributes', { AttributeName: 'KmsMasterKeyId', AttributeValue });
const onDisk = () =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('');

test('a message on its way lies encrypted on the disk, and goes on after a restart in the name of who published it', async () => {
  await keyed();
  await call('Publish', { Message: 'a secret', Subject: 'a secret subject' });
  await expect.poll(() => received).toEqual(['500 a secret']);
  await database.settled();
  expect(onDisk()).not.toContain('a secret');
  await close();
  keys.asked.length = 0;
  answer = 200;
  open();
  sns.start();
  await clock.advance(20_000);
  await expect.poll(() => received).toEqual(['500 a secret', '200 a secret']);
  expect(keys.asked).toEqual(['Decrypt arn:publisher']);
  expect(onDisk()).not.toContain('a secret');
});

test('publishers need both rights to the key, asked for every five minutes', async () => {
  await keyed();
  answer = 200;
  keys.refuse.add('arn:nobody');
  const refused = expect.objectContaining({
    code: 'KMSAccessDenied',
    message: expect.stringMatching(
      /kms:GenerateDataKey \(Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException; Request ID: r; Proxy: null\)$/,
    ),
  });
  await expect(call('Publish', { Message: 'x' }, 'arn:nobody')).rejects.toThrow(refused);
  const PublishBatchRequestEntries = [{ Id: 'a', Message: 'x' }];
  await expect(call('PublishBatch', { PublishBatchRequestEntries }, 'arn:nobody')).rejects.toThrow(refused);
  keys.asked.length = 0;
  await call('Publish', { Message: 'one' });
  await call('PublishBatch', { PublishBatchRequestEntries: [{ Id: 'a', Message: 'two' }] });
  await expect.poll(() => received.length).toBe(2);
  await clock.advance(300_000);
  await call('Publish', { Message: 'three' });
  const both = ['GenerateDataKey arn:publisher', 'Decrypt arn:publisher'];
  expect(keys.asked).toEqual([...both, ...both]);
  await expect.poll(() => received.length).toBe(3);
  await keyed('alias/nowhere');
  await expect(call('Publish', { Message: 'x' })).rejects.toThrow(expect.objectContaining({ code: 'KMSNotFound' }));
  await keyed('');
  await call('Publish', { Message: 'clear' });
  await expect.poll(() => received.at(-1)).toBe('200 clear');
});
