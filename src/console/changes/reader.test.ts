import { describe, expect, it } from 'vitest';
import { type ApiCall, type Caller, type FakeClock, fakeClock, type Scope } from '#core';
import type { Signer } from '#gateway';
import { Changes } from './hub.ts';
import type { Kind } from './kinds.ts';
import { namesIn, rulesOf } from './of-calls.ts';

const scope: Scope = { partition: 'aws', account: '111111111111', region: 'us-east-1' };
const caller = { kind: 'root', account: scope.account } as Caller;

const reading = (clock: FakeClock, more: Partial<Signer> = {}) => {
  const changes = new Changes(clock);
  const gone = new AbortController();
  const signer: Signer = {
    caller,
    scope,
    may: () => true,
    mayAnywhere: () => true,
    holds: () => true,
    require: () => {},
    ...more,
  };
  const events = changes.read(signer, gone.signal)?.[Symbol.asyncIterator]();
  if (!events) throw new Error('too many readers');
  const next = async () => {
    const { done, value } = await events.next();
    return done ? 'end' : Buffer.from(value).toString();
  };
  /** What comes once so much time has passed. */
  const passing = async (ms: number) => {
    const coming = next();
    await clock.advance(ms);
    return coming;
  };
  const told = (text: string) =>
    [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => {
      const { kind, name } = JSON.parse(data);
      return `${kind} ${name}`;
    });
  return { changes, gone, next, passing, told };
};

describe('an open page', () => {
  it('is told each thing once, four times a second at most', async () => {
    const clock = fakeClock();
    const { changes, next, passing, told } = reading(clock);
    expect(await next()).toMatch(/^event: ready\ndata: \{"kinds":\["application",/);
    for (const name of ['a', 'b', 'a', 'a']) changes.tell('application', scope, name);
    expect(told(await passing(0))).toEqual(['application a', 'application b']);
    changes.tell('application', scope, 'a');
    let early = true;
    const coming = next().then((text) => [early, told(text)]);
    await clock.advance(249);
    early = false;
    await clock.advance(1);
    expect(await coming).toEqual([false, ['application a']]);
  });

  it('hears a heartbeat where nothing changes', async () => {
    const { next, passing } = reading(fakeClock());
    await next();
    expect(await passing(15_000)).toBe(':\n\n');
    expect(await passing(15_250)).toBe(':\n\n');
  });

  it('that is far behind is told to look at everything', async () => {
    const { changes, next, passing, told } = reading(fakeClock());
    await next();
    for (let i = 0; i < 10_000; i++) changes.tell('stream', scope, `s${i}`);
    expect(told(await passing(0))).toEqual(['everything ']);
    changes.tell('stream', scope, 'one');
    expect(told(await passing(250))).toEqual(['stream one']);
  });

  it('is told of its own account and region', async () => {
    const { changes, next, passing, told } = reading(fakeClock());
    await next();
    changes.tell('stream', { ...scope, account: '222222222222' }, 'foreign');
    changes.tell('stream', { ...scope, region: 'eu-west-1' }, 'far');
    changes.tell('role', { ...scope, region: 'eu-west-1' }, 'everywhere');
    expect(told(await passing(0))).toEqual(['role everywhere']);
  });

  it('is told what its reader may list, which is asked again', async () => {
    const clock = fakeClock();
    const allowed = new Set(['ListStreams']);
    const { changes, next, passing, told } = reading(clock, { may: (_service, operation) => allowed.has(operation) });
    expect(await next()).toContain('{"kinds":["stream"]}');
    const both = () => {
      for (const kind of ['stream', 'role'] as Kind[]) changes.tell(kind, scope, 'x');
    };
    both();
    expect(told(await passing(0))).toEqual(['stream x']);
    allowed.clear();
    allowed.add('ListRoles');
    both();
    expect(told(await passing(250)), 'answers are remembered').toEqual(['stream x']);
    for (let waited = 0; waited < 61_000; waited += 15_250) await passing(15_250);
    both();
    expect(told(await passing(250))).toEqual(['role x']);
  });

  it('ends once its key holds no more: at the next change of IAM, or within a minute', async () => {
    for (const seen of [true, false]) {
      const clock = fakeClock();
      let held = true;
      const { changes, next, passing } = reading(clock, { holds: () => held });
      await next();
      await passing(15_000);
      held = false;
      if (seen) {
        const service = { name: 'iam' } as ApiCall['service'];
        changes.record({ service, operation: 'DeleteUser', scope, input: { UserName: 'u' } } as ApiCall);
        expect(await passing(250)).toBe('event: expired\ndata: {}\n\n');
      } else {
        for (let waited = 15_000; waited < 60_000; waited += 15_250) {
          const event = await passing(15_250);
          if (event.startsWith('event: expired')) break;
        }
      }
      expect(await next()).toBe('end');
    }
  });

  it('ends with its credentials, with the page, and with the server', async () => {
    const clock = fakeClock();
    const expiring = reading(clock, { expiresAt: new Date(clock.millis() + 7000) });
    await expiring.next();
    expect(await expiring.passing(7000)).toBe('event: expired\ndata: {}\n\n');
    expect(await expiring.next()).toBe('end');
    for (const end of ['gone', 'closed']) {
      const { changes, gone, next } = reading(clock);
      await next();
      const coming = next();
      if (end === 'gone') gone.abort();
      else changes.close();
      expect(await coming).toBe('end');
      expect(changes.wants('kinesis', 'CreateStream'), 'nobody listens any more').toBe(false);
    }
  });
});

describe('a call', () => {
  const changed = (service: string, operation: string, input: object = {}) =>
    rulesOf(service, operation).flatMap((rule) =>
      rule.kinds.flatMap((kind) => namesIn(rule, input).map((name) => `${kind} ${name}`)),
    );

  it.each([
    ['kinesisanalyticsv2', 'StartApplication', { ApplicationName: 'a' }, ['application a', 'operation a']],
    ['kinesisanalyticsv2', 'CreateApplication', { ApplicationName: 'a' }, ['application a']],
    ['kinesisanalyticsv2', 'CreateApplicationSnapshot', { ApplicationName: 'a', SnapshotName: 's' }, ['snapshot a']],
    ['kinesisanalyticsv2', 'CreateApplicationPresignedUrl', { ApplicationName: 'a' }, []],
    [
      'kinesisanalyticsv2',
      'TagResource',
      { ResourceARN: 'arn:aws:kinesisanalytics:us-east-1:111111111111:application/a' },
      ['application a'],
    ],
    ['kinesis', 'SplitShard', { StreamARN: 'arn:aws:kinesis:us-east-1:111111111111:stream/s' }, ['stream s']],
    [
      'kinesis',
      'DeregisterStreamConsumer',
      { ConsumerARN: 'arn:aws:kinesis:us-east-1:111111111111:stream/s/consumer/c:1' },
      ['stream s'],
    ],
    ['kinesis', 'PutRecords', { StreamName: 's' }, []],
    ['s3', 'PutBucketPolicy', { Bucket: 'b' }, ['bucket b']],
    ['s3', 'PutObject', { Bucket: 'b', Key: 'k' }, ['object b']],
    ['s3', 'UploadPart', { Bucket: 'b', Key: 'k' }, []],
    [
      'iam',
      'AttachRolePolicy',
      { RoleName: 'r', PolicyArn: 'arn:aws:iam::aws:policy/P' },
      ['role r', 'policy arn:aws:iam::aws:policy/P'],
    ],
    ['iam', 'AddUserToGroup', { UserName: 'u', GroupName: 'g' }, ['user u', 'group g']],
    ['logs', 'PutRetentionPolicy', { logGroupName: '/g' }, ['log-group /g']],
    ['logs', 'PutLogEvents', { logGroupName: '/g' }, []],
    ['cloudwatch', 'DeleteAlarms', { AlarmNames: ['a', 'b'] }, ['alarm a', 'alarm b']],
    ['cloudwatch', 'PutMetricData', {}, []],
    ['sns', 'Subscribe', { TopicArn: 'arn:aws:sns:us-east-1:111111111111:t' }, ['topic t']],
    ['kms', 'Decrypt', { KeyId: 'k' }, []],
    ['kms', 'ScheduleKeyDeletion', { KeyId: 'k' }, ['key k']],
    ['secretsmanager', 'GetSecretValue', { SecretId: 's' }, []],
    ['secretsmanager', 'PutSecretValue', { SecretId: 's' }, ['secret s']],
    ['sts', 'AssumeRole', { RoleArn: 'r' }, []],
  ] as [string, string, object, string[]][])('of %s, %s, changes what it changes', (service, operation, input, expected) => {
    expect(changed(service, operation, input)).toEqual(expected);
  });
});
