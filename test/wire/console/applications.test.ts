import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SigningCredentials } from '#auth';
import { type Console, serveConsole } from './served.ts';

let served: Console;
beforeAll(async () => {
  served = await serveConsole();
  const trust = {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: { Service: 'kinesisanalytics.amazonaws.com' }, Action: 'sts:AssumeRole' },
  };
  const AssumeRolePolicyDocument = JSON.stringify(trust);
  await served.query('iam', { Action: 'CreateRole', RoleName: 'r', AssumeRolePolicyDocument, Version: '2010-05-08' });
  await served.json('kinesisanalytics', 'KinesisAnalytics_20180523.CreateApplication', {
    ApplicationName: 'app',
    RuntimeEnvironment: 'FLINK-1_20',
    ServiceExecutionRole: 'arn:aws:iam::000000000000:role/r',
  });
});
afterAll(() => served.close());

const look = async (below: string, as?: SigningCredentials) => {
  const { status, body } = await served.ask({ path: `/_millrace/console/applications/${below}`, ...(as && { as }) });
  return [status, JSON.parse(body).code, JSON.parse(body).message];
};

describe('the reads of an application', () => {
  it('are for who signs and may describe it', async () => {
    expect((await look('app/job')).slice(0, 2)).toEqual([400, 'MissingAuthenticationTokenException']);
    const version = { Version: '2010-05-08' };
    await served.query('iam', { Action: 'CreateUser', UserName: 'eve', ...version });
    const { body } = await served.query('iam', { Action: 'CreateAccessKey', UserName: 'eve', ...version });
    const part = (tag: string) => new RegExp(`<${tag}>([^<]*)<`).exec(body)?.[1] ?? '';
    const eve = { accessKeyId: part('AccessKeyId'), secretAccessKey: part('SecretAccessKey') };
    expect(await look('app/job', eve)).toEqual([
      400,
      'AccessDeniedException',
      expect.stringMatching(
        /^User: arn:aws:iam::000000000000:user\/eve is not authorized to perform: kinesisanalytics:DescribeApplication on resource: arn:aws:kinesisanalytics:us-east-1:000000000000:application\/app/,
      ),
    ]);
    expect((await look('none/job', eve))[1], 'says nothing of what there is').toBe('AccessDeniedException');
    const policy = {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Action: 'kinesisanalytics:DescribeApplication',
        Resource: 'arn:aws:kinesisanalytics:us-east-1:000000000000:application/app',
      },
    };
    const PolicyDocument = JSON.stringify(policy);
    await served.query('iam', { Action: 'PutUserPolicy', UserName: 'eve', PolicyName: 'p', PolicyDocument, ...version });
    expect((await look('app/job', eve)).slice(0, 2)).toEqual([409, 'NoJob']);
  });

  it('say what is not there', async () => {
    const { root } = served;
    for (const what of ['job', 'checkpoints', 'exceptions']) {
      expect(await look(`app/${what}`, root)).toEqual([409, 'NoJob', 'app is READY: Flink runs no job that could be asked.']);
      expect(await look(`none/${what}`, root)).toEqual([404, 'NoSuchApplication', 'There is no application none.']);
    }
    expect(await look('app/start', root)).toEqual([404, 'NeverStarted', 'app has not been started.']);
    expect((await look('app/checkpoints/7', root)).slice(0, 2)).toEqual([404, 'NoSuchCheckpoint']);
    for (const below of [
      'app',
      'app/',
      'app/none',
      'app/job/1',
      'app/checkpoints/x',
      '%2E%2E%2Fapp/job',
      '%/job',
      'app/job/1/2',
    ]) {
      expect([below, ...(await look(below, root)).slice(0, 2)]).toEqual([below, 404, 'NotFound']);
    }
  });
});
