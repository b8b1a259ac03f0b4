import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { ACCOUNT, LOG_STREAM, S3_CODE, Served } from './served.ts';

let served: Served;
const all: Served[] = [];
const A = { ApplicationName: 'app' };
const V1 = { ...A, CurrentApplicationVersionId: 1 };
beforeEach(async () => {
  served = new Served();
  all.push(served);
  await served.open();
  await served.create('app', { ApplicationConfiguration: S3_CODE });
});
afterAll(() => Promise.all(all.map((each) => each.close())));

describe('logging options and VPC configurations', () => {
  test('come and go, each as a version', async () => {
    const added = await served.ask('AddApplicationCloudWatchLoggingOption', {
      ...V1,
      CloudWatchLoggingOption: { LogStreamARN: LOG_STREAM },
    });
    // — CloudTrail example in the developer guide: the id of an option added at version 1 is 2.1
    expect(added.body).toEqual({
      ApplicationARN: `arn:aws:kinesisanalytics:us-east-1:${ACCOUNT}:application/app`,
      ApplicationVersionId: 2,
      CloudWatchLoggingOptionDescriptions: [{ CloudWatchLoggingOptionId: '2.1', LogStreamARN: LOG_STREAM }],
      OperationId: expect.any(String),
    });
    const V2 = { ...A, CurrentApplicationVersionId: 2 };
    expect(
      await served.said('AddApplicationCloudWatchLoggingOption', {
        ...V2,
        CloudWatchLoggingOption: { LogStreamARN: LOG_STREAM },
      }),
    ).toBe('400 InvalidArgumentException: Kinesis Analytics currently supports only 1 logging option.');
    const other = LOG_STREAM.replace(/s$/, 't');
    expect(
      await served.said('UpdateApplication', {
        ...V2,
        CloudWatchLoggingOptionUpdates: [{ CloudWatchLoggingOptionId: '9.9', LogStreamARNUpdate: other }],
      }),
    ).toMatch(/^400 ResourceNotFoundException: /);
    const updated = await served.ask('UpdateApplication', {
      ...V2,
      CloudWatchLoggingOptionUpdates: [{ CloudWatchLoggingOptionId: '2.1', LogStreamARNUpdate: other }],
    });
    expect(updated.body.ApplicationDetail.CloudWatchLoggingOptionDescriptions).toEqual([
      { CloudWatchLoggingOptionId: '2.1', LogStreamARN: other },
    ]);
    const V3 = { ...A, CurrentApplicationVersionId: 3 };
    expect(await served.said('DeleteApplicationCloudWatchLoggingOption', { ...V3, CloudWatchLoggingOptionId: '9.9' })).toMatch(
      /ResourceNotFound/,
    );
    const gone = await served.ask('DeleteApplicationCloudWatchLoggingOption', { ...V3, CloudWatchLoggingOptionId: '2.1' });
    expect(gone.body).toMatchObject({ ApplicationVersionId: 4, CloudWatchLoggingOptionDescriptions: [] });
  });

  test('a VPC configuration is one', async () => {
    const VpcConfiguration = { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] };
    const added = await served.ask('AddApplicationVpcConfiguration', { ...V1, VpcConfiguration });
    expect(added.body).toMatchObject({
      ApplicationVersionId: 2,
      VpcConfigurationDescription: { VpcConfigurationId: '2.1', ...VpcConfiguration },
    });
    const V2 = { ...A, CurrentApplicationVersionId: 2 };
    expect(await served.said('AddApplicationVpcConfiguration', { ...V2, VpcConfiguration })).toBe(
      '400 InvalidArgumentException: Kinesis Analytics currently supports only 1 VPC configuration(s)',
    );
    const VpcConfigurationUpdates = (VpcConfigurationId: string) => ({
      ApplicationConfigurationUpdate: { VpcConfigurationUpdates: [{ VpcConfigurationId, SubnetIdUpdates: ['subnet-2'] }] },
    });
    expect(await served.said('UpdateApplication', { ...V2, ...VpcConfigurationUpdates('9.9') })).toMatch(/ResourceNotFound/);
    const updated = await served.ask('UpdateApplication', { ...V2, ...VpcConfigurationUpdates('2.1') });
    expect(updated.body.ApplicationDetail.ApplicationConfigurationDescription.VpcConfigurationDescriptions).toMatchObject([
      { SubnetIds: ['subnet-2'], SecurityGroupIds: ['sg-1'] },
    ]);
    const V3 = { ...A, CurrentApplicationVersionId: 3 };
    expect(await served.said('DeleteApplicationVpcConfiguration', { ...V3, VpcConfigurationId: '9.9' })).toMatch(
      /ResourceNotFound/,
    );
    expect((await served.ask('DeleteApplicationVpcConfiguration', { ...V3, VpcConfigurationId: '2.1' })).body).toMatchObject({
      ApplicationVersionId: 4,
    });
  });
});
