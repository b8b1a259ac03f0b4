import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { DescribeStreamSummaryCommand, GetRecordsCommand, KinesisClient, PutRecordCommand, SubscribeToShardCommand } from '@aws-sdk/client-kinesis';
import { DeleteObjectsCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fixture, fixture, ROLE_KEY, ROOT_KEY, SECRET, TOKEN, USER_KEY } from './fixture.ts';

let served: Fixture;
beforeAll(async () => {
  served = await fixture();
});
afterAll(() => served.close());

const config = (accessKeyId = ROOT_KEY, more: { secretAccessKey?: string; sessionToken?: string } = {}) => ({
  endpoint: served.endpoint,
  region: 'us-east-1',
  maxAttempts: 1,
  credentials: { accessKeyId, secretAccessKey: SECRET, ...more },
});

describe('the AWS SDK for JavaScript v3 against the gateway', () => {
  it('asks who it is, by Query', async () => {
    const answer = await new STSClient(config()).send(new GetCallerIdentityCommand({}));
    expect(answer).toMatchObject({ Account: '000000000000', Arn: 'arn:aws:iam::000000000000:root' });
  });

  it('is known by a session token', async () => {
    const sts = new STSClient(config(ROLE_KEY, { sessionToken: TOKEN }));
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' });
    const wrong = new STSClient(config(ROLE_KEY, { sessionToken: 'another' }));
    await expect(wrong.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
      message: 'The security token included in the request is invalid.',
    });
  });
});
