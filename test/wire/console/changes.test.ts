import type { IncomingMessage } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SigningCredentials } from '#auth';
import { type Console, serveConsole } from './served.ts';

const PATH = '/_millrace/console/changes';
const FLINK = 'KinesisAnalytics_20180523';

let served: Console;
const open: Page[] = [];
beforeAll(async () => {
  served = await serveConsole();
});
afterEach(() => {
  for (const page of open.splice(0)) page.close();
});
afterAll(() => served.close());

interface Page {
  readonly answer: IncomingMessage;
  /** Resolves when it has been told all of these, with the rest. */
  told(...wanted: string[]): Promise<string[]>;
  close(): void;
}

async function page(as: SigningCredentials = served.root): Promise<Page> {
  const answer = await served.open({ path: PATH, as });
  let text = '';
  let look = () => {};
  answer.on('error', () => {});
  answer.on('data', (piece) => {
    text += piece;
    look();
  });
  const seen = () =>
    [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => {
      const { kind, name, kinds } = JSON.parse(data);
      return kinds ? `ready ${kinds.join(' ')}` : `${kind} ${name}`;
    });
  const made: Page = {
    answer,
    told: (...wanted) =>
      new Promise((resolve) => {
        look = () => {
          const all = seen();
          if (wanted.every((each) => all.some((one) => one.startsWith(each)))) resolve(all);
        };
        look();
      }),
    close: () => answer.destroy(),
  };
  open.push(made);
  await made.told('ready');
  return made;
}

async function user(name: string, ...actions: string[]): Promise<SigningCredentials> {
  const version = { Version: '2010-05-08' };
  await served.query('iam', { Action: 'CreateUser', UserName: name, ...version });
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: actions, Resource: '*' } });
  await served.query('iam', { Action: 'PutUserPolicy', UserName: name, PolicyName: 'p', PolicyDocument: policy, ...version });
  const { body } = await served.query('iam', { Action: 'CreateAccessKey', UserName: name, ...version });
  const part = (tag: string) => new RegExp(`<${tag}>([^<]*)<`).exec(body)?.[1] ?? '';
  return { accessKeyId: part('AccessKeyId'), secretAccessKey: part('SecretAccessKey') };
}

describe('the stream of changes', () => {
  it('is for who signs', async () => {
    const unsigned = await served.ask({ path: PATH });
    expect([unsigned.status, JSON.parse(unsigned.body).code]).toEqual([400, 'MissingAuthenticationTokenException']);
    const wrong = await served.ask({ path: PATH, as: { ...served.root, secretAccessKey: 'no' } });
    expect(JSON.parse(wrong.body).code).toBe('InvalidSignatureException');
    const nobody = await served.ask({ path: PATH, as: { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' } });
    expect(JSON.parse(nobody.body).code).toBe('UnrecognizedClientException');
  });

  it('is server-sent events that begin with what there is to hear', async () => {
    const { answer, told } = await page();
    expect([answer.statusCode, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([
      200,
      'text/event-stream',
      'no-store',
    ]);
    expect((await told('ready'))[0]).toMatch(/^ready application snapshot operation start stream bucket object alarm/);
  });

  it('tells of calls when they are answered, whoever made them', async () => {
    const { told } = await page();
    await served.json('kinesis', 'Kinesis_20131202.CreateStream', { StreamName: 'orders', ShardCount: 1 });
    await served.ask({ method: 'PUT', path: '/goods', as: served.root, service: 's3' });
    await served.ask({ method: 'PUT', path: '/goods/a.txt', body: 'a', as: served.root, service: 's3' });
    await user('eve', 'kinesis:ListStreams');
    expect(await told('stream orders', 'bucket goods', 'object goods', 'user eve')).not.toContain('stream ');
  });

  it('tells of what changes by itself: an application the engine works on, an alarm that is set', async () => {
    const { told } = await page();
    const trust = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Principal: { Service: 'kinesisanalytics.amazonaws.com' }, Action: 'sts:AssumeRole' },
    };
    const role = { Action: 'CreateRole', RoleName: 'r', AssumeRolePolicyDocument: JSON.stringify(trust), Version: '2010-05-08' };
    await served.query('iam', role);
    await told('role r');
    const created = await served.json('kinesisanalytics', `${FLINK}.CreateApplication`, {
      ApplicationName: 'app',
      RuntimeEnvironment: 'FLINK-1_20',
      ServiceExecutionRole: 'arn:aws:iam::000000000000:role/r',
    });
    expect(created.status).toBe(200);
    await told('application app');
    const alarm = {
      AlarmName: 'high',
      Namespace: 'N',
      MetricName: 'm',
      Period: '60',
      EvaluationPeriods: '1',
      Threshold: '1',
      ComparisonOperator: 'GreaterThanThreshold',
      Statistic: 'Sum',
    };
    await served.query('monitoring', { Action: 'PutMetricAlarm', Version: '2010-08-01', ...alarm });
    await told('alarm high');
    // deleted by the engine, when its cluster is gone: the second time
    const { body } = await served.json('kinesisanalytics', `${FLINK}.DescribeApplication`, { ApplicationName: 'app' });
    const before = (await told()).filter((each) => each === 'application app').length;
    await served.json('kinesisanalytics', `${FLINK}.DeleteApplication`, {
      ApplicationName: 'app',
      CreateTimestamp: body.ApplicationDetail.CreateTimestamp,
    });
    for (;;) {
      const gone = await served.json('kinesisanalytics', `${FLINK}.DescribeApplication`, { ApplicationName: 'app' });
      if (gone.body.__type === 'ResourceNotFoundException') break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    while ((await told()).filter((each) => each === 'application app').length <= before) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });

  it('tells a reader what his policies let him list, and no more once they are taken away', async () => {
    const reader = await user('reader', 'kinesis:ListStreams');
    const { told } = await page(reader);
    expect(await told('ready')).toEqual(['ready stream']);
    await served.ask({ method: 'PUT', path: '/secret', as: served.root, service: 's3' });
    await served.json('kinesis', 'Kinesis_20131202.CreateStream', { StreamName: 'seen', ShardCount: 1 });
    expect(await told('stream seen')).toEqual(['ready stream', 'stream seen']);
    await served.query('iam', { Action: 'DeleteUserPolicy', UserName: 'reader', PolicyName: 'p', Version: '2010-05-08' });
    const witness = await page();
    await served.json('kinesis', 'Kinesis_20131202.CreateStream', { StreamName: 'unseen', ShardCount: 1 });
    await witness.told('stream unseen');
    expect(await told()).not.toContain('stream unseen');
  });

  it.each([
    ['deactivated', { Action: 'UpdateAccessKey', Status: 'Inactive' }],
    ['deleted', { Action: 'DeleteAccessKey' }],
  ])('ends at once for a reader whose key is %s, and for nobody else', async (what, call) => {
    const UserName = `cut-${what}`;
    const key = await user(UserName, 'kinesis:ListStreams');
    const [{ answer, told }, witness] = [await page(key), await page()];
    const ended = new Promise((resolve) => answer.once('end', resolve));
    await served.query('iam', { ...call, UserName, AccessKeyId: key.accessKeyId, Version: '2010-05-08' });
    await ended;
    expect((await told()).at(-1), 'expired, which has neither kind nor name').toBe('undefined undefined');
    await served.json('kinesis', 'Kinesis_20131202.CreateStream', { StreamName: `after-${what}`, ShardCount: 1 });
    await witness.told(`stream after-${what}`);
  });

  it('tells nothing of another account', async () => {
    const account = '222222222222';
    await served.ask({
      method: 'POST',
      path: '/_millrace/accounts',
      headers: served.operator,
      body: JSON.stringify({ account }),
    });
    const key = await served.ask({ path: `/_millrace/accounts/${account}`, headers: served.operator });
    const { told } = await page(JSON.parse(key.body));
    const witness = await page();
    await served.json('kinesis', 'Kinesis_20131202.CreateStream', { StreamName: 'ours', ShardCount: 1 });
    await witness.told('stream ours');
    expect((await told()).length).toBe(1);
  });

  it('does not keep Millrace from ending', async () => {
    const short = await serveConsole();
    const answer = await short.open({ path: PATH, as: short.root });
    answer.on('error', () => {});
    const ended = new Promise((resolve) => answer.once('end', resolve));
    answer.resume();
    await short.close();
    await ended;
  });
});
