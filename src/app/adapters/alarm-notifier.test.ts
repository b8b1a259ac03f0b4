import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Caller, randomIds, silentLogger, systemClock } from '#core';
import { createGateway } from '#gateway';
import { openSns } from '#services/sns';
import { Database } from '#storage';
import { fakeKeys } from '../../../test/harness/stream-keys.ts';
import { alarmNotifier } from './alarm-notifier.ts';

const ACCOUNT = '012345678901';
const HERE = { account: ACCOUNT, region: 'us-east-1' };
const scope = { ...HERE, partition: 'aws' };
const topicArn = `arn:aws:sns:us-east-1:${ACCOUNT}:t`;
const alarmArn = `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:a`;
const root: Caller = { kind: 'root', partition: 'aws', account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root`, userId: ACCOUNT };

test("a topic's policy decides whether alarms may speak to it", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-notifier-'));
  const shared = { database: new Database(join(folder, 'meta.db')), clock: systemClock, ids: randomIds, logger: silentLogger };
  const sns = openSns({
    ...shared,
    courier: { post: async () => 200 },
    mailbox: { put() {} },
    keys: fakeKeys(),
    links: { confirm: () => '', unsubscribe: () => '' },
    seal: async () => ({ keyPem: '', certificateUrl: () => '' }),
  });
  const { invoke } = createGateway({
    ...shared,
    services: [sns.service],
    credentials: { find: () => 'unknown' },
    policies: { of: () => ({ identity: [] }) },
    settled: () => shared.database.settled(),
    ...scope,
  });
  const notifier = alarmNotifier(invoke, 'aws');
  const tell = (place = HERE) => notifier.publish(place, { topicArn, alarmArn, subject: 's', message: 'm' });
  const policy = (Statement: object) =>
    invoke(
      'sns',
      'SetTopicAttributes',
      { TopicArn: topicArn, AttributeName: 'Policy', AttributeValue: JSON.stringify({ Version: '2012-10-17', Statement }) },
      { caller: root, scope },
    );
  const REFUSAL = `Resource: ${alarmArn} is not authorized to perform: SNS:Publish on resource: ${topicArn} because no resource-based policy allows the SNS:Publish action`;
  try {
    await expect(tell()).rejects.toThrow(REFUSAL); // nobody's topic allows nothing
    await invoke('sns', 'CreateTopic', { Name: 't' }, { caller: root, scope });
    await tell();
    await expect(tell({ ...HERE, account: '999999999999' })).rejects.toThrow(REFUSAL);
    const allow = { Effect: 'Allow', Action: 'sns:Publish', Resource: topicArn };
    await policy([{ ...allow, Principal: { AWS: ACCOUNT } }]);
    await expect(tell()).rejects.toThrow(REFUSAL);
    const Condition = { ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:*:${ACCOUNT}:alarm:*` } };
    await policy([{ ...allow, Principal: { Service: 'cloudwatch.amazonaws.com' }, Condition }]);
    await tell();
  } finally {
    await sns.close();
    shared.database.close();
    rmSync(folder, { recursive: true });
  }
});
