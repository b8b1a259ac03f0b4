import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { countingIds, type FakeClock, fakeClock, silentLogger } from '#core';
import { Database } from '#storage';
import { fakeKeys } from '../../../test/harness/stream-keys.ts';
import { openSns, type Sns } from './index.ts';
import { TopicStore } from './store.ts';

const HERE = { account: '012345678901', region: 'us-east-1' };
const TOPIC = `arn:aws:sns:us-east-1:012345678901:t`;
const keyPem = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

let folder: string;
let database: Database;
let clock: FakeClock;
let sns: Sns;
/** What the endpoint answers, one after the other; nothing left: 200. An error is thrown. */
let answers: (number | Error)[];
let asked: number[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-sns-'));
  clock = fakeClock();
  answers = [];
  asked = [];
  open();
});
afterEach(async () => {
  await sns.close();
  database.close();
  rmSync(folder, { recursive: true });
});

function open(): void {
  database = new Database(join(folder, 'meta.db'));
  const post = async () => {
    asked.push(clock.millis());
    const answer = answers.shift() ?? 200;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const links = { confirm: () => 'http://c', unsubscribe: () => 'http://u' };
  const seal = async () => ({ keyPem, certificateUrl: () => 'http://p' });
  sns = openSns({
    database,
    clock,
    ids: countingIds(),
    logger: silentLogger,
    courier: { post },
    mailbox: { put() {} },
    keys: fakeKeys(),
    links,
    seal,
  });
}

/** A confirmed webhook with one message on its way to it. */
function send(): void {
  const store = new TopicStore(database);
  const row = { id: 's', arn: `${TOPIC}:s`, topicArn: TOPIC, protocol: 'http', endpoint: 'http://x/', owner: HERE.account };
  store.topics(HERE).put(['t'], { name: 't', arn: TOPIC, attributes: {}, tags: {}, deleted: 0 });
  store.subscriptions(HERE).put(['t', 's'], { ...row, principal: '', attributes: {}, authenticated: false });
  const message = { id: 'm', at: clock.millis(), type: 'Notification' as const, text: 'x' };
  store.queue(HERE, { id: 'd', topic: 't', subscription: 's', message, due: clock.millis(), attempts: 0 });
  sns.start();
}
const waiting = () => new TopicStore(database).waiting(10).length;
const attempts = async (count: number) => {
  await expect.poll(() => asked.length).toBe(count);
  await expect.poll(() => new TopicStore(database).waiting(10)[0]?.delivery.attempts ?? count).toBe(count);
};

// recorded: localstack tests/aws/services/sns, the EffectiveDeliveryPolicy of a topic
test('an endpoint that does not answer is tried four times, 20 seconds apart', async () => {
  answers = [new Error('refused'), 500, 429, 503];
  send();
  for (let count = 1; count <= 3; count++) {
    await attempts(count);
    await clock.advance(19_000);
    expect(asked).toHaveLength(count);
    await clock.advance(1_000);
  }
  await attempts(4);
  await expect.poll(waiting).toBe(0);
  expect(asked.map((at) => at - (asked[0] ?? 0))).toEqual([0, 20_000, 40_000, 60_000]);
});

test.each([400, 403, 404])('a client error (%s) is final', async (status) => {
  answers = [status];
  send();
  await expect.poll(waiting).toBe(0);
  expect(asked).toHaveLength(1);
});

test('what is on its way goes on after a restart', async () => {
  answers = [500];
  send();
  await attempts(1);
  await sns.close();
  database.close();
  open();
  sns.start();
  await clock.advance(20_000);
  await expect.poll(waiting).toBe(0);
  expect(asked).toHaveLength(2);
});
