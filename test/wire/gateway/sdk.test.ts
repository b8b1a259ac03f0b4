import { Readable } from 'node:stream';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  KinesisClient,
  PutRecordCommand,
  SubscribeToShardCommand,
} from '@aws-sdk/client-kinesis';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
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

  it('is refused in words of the service that was asked', async () => {
    const bad = { secretAccessKey: 'wrong' };
    await expect(new STSClient(config(ROOT_KEY, bad)).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
      $metadata: { httpStatusCode: 403 },
    });
    const put = new PutRecordCommand({ StreamName: 's', PartitionKey: 'p', Data: Buffer.from('x') });
    await expect(new KinesisClient(config(ROOT_KEY, bad)).send(put)).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      $metadata: { httpStatusCode: 400 },
    });
    await expect(new KinesisClient(config('AKIANOBODY')).send(put)).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
    const get = new GetObjectCommand({ Bucket: 'b', Key: 'k' });
    await expect(s3(ROOT_KEY, bad).send(get)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    await expect(s3('AKIANOBODY').send(get)).rejects.toMatchObject({
      name: 'InvalidAccessKeyId',
      AWSAccessKeyId: 'AKIANOBODY',
      message: 'The AWS Access Key Id you provided does not exist in our records.',
    });
  });

  it('puts and gets records, with bytes and instants', async () => {
    const kinesis = new KinesisClient(config());
    const put = await kinesis.send(new PutRecordCommand({ StreamName: 's', PartitionKey: 'p', Data: new Uint8Array(1000) }));
    expect(put.SequenceNumber).toBe('1000');
    const got = await kinesis.send(new GetRecordsCommand({ ShardIterator: 'i' }));
    expect(Buffer.from(got.Records?.[0]?.Data ?? []).toString()).toBe('hello');
    expect(got.Records?.[0]?.ApproximateArrivalTimestamp).toEqual(new Date(1_700_000_000_123));
  });

  it('is told of missing streams by their modelled error', async () => {
    const ask = new KinesisClient(config()).send(new DescribeStreamSummaryCommand({ StreamName: 'orders' }));
    await expect(ask).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Stream orders under account 000000000000 not found.',
    });
  });

  it('is refused by policy in the words of IAM', async () => {
    const kinesis = new KinesisClient(config(USER_KEY));
    await kinesis.send(new GetRecordsCommand({ ShardIterator: 'i' }));
    const put = new PutRecordCommand({ StreamName: 's', PartitionKey: 'p', Data: new Uint8Array(1) });
    await expect(kinesis.send(put)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message:
        'User: arn:aws:iam::000000000000:user/eve is not authorized to perform: kinesis:PutRecord on resource: arn:aws:kinesis:us-east-1:000000000000:stream/orders because no identity-based policy allows the kinesis:PutRecord action',
    });
  });

  it('is refused by the model in the words of each service', async () => {
    const put = new PutRecordCommand({ StreamName: 'a/b', PartitionKey: '', Data: new Uint8Array(1) });
    await expect(new KinesisClient(config()).send(put)).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        "2 validation errors detected: Value 'a/b' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value '' at 'partitionKey' failed to satisfy constraint: Member must have length greater than or equal to 1",
    });
    const group = new CreateLogGroupCommand({ logGroupName: 'a b' });
    await expect(new CloudWatchLogsClient(config()).send(group)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const role = new CreateRoleCommand({ RoleName: 'a b', AssumeRolePolicyDocument: '{}' });
    await expect(new IAMClient(config()).send(role)).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringMatching(/^1 validation error detected: Value at 'roleName' failed to satisfy constraint/),
    });
  });

  it('creates a role, with a list in Query', async () => {
    const Tags = [
      { Key: 'a', Value: '1' },
      { Key: 'b +=/', Value: 'ü' },
    ];
    const made = await new IAMClient(config()).send(
      new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: '{}', Tags }),
    );
    expect(made.Role).toMatchObject({ RoleName: 'r', Tags, CreateDate: new Date(0) });
  });

  it('subscribes to a shard over HTTP/2 without TLS', async () => {
    const answer = await new KinesisClient(config()).send(
      new SubscribeToShardCommand({
        ConsumerARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/s/consumer/c:1',
        ShardId: 'shardId-000000000000',
        StartingPosition: { Type: 'LATEST' },
      }),
    );
    const seen: (string | undefined)[] = [];
    for await (const event of answer.EventStream ?? []) seen.push(event.SubscribeToShardEvent?.ContinuationSequenceNumber);
    expect(seen).toEqual(['1', '2']);
  });
});

const s3 = (accessKeyId = ROOT_KEY, more = {}) => new S3Client({ ...config(accessKeyId, more), forcePathStyle: true });

describe('objects through the AWS SDK for JavaScript v3', () => {
  it('go in and out, with their metadata', async () => {
    await s3().send(
      new PutObjectCommand({
        Bucket: 'b',
        Key: 'a b/ü.txt',
        Body: 'hello',
        ContentType: 'text/plain',
        Metadata: { mood: 'good' },
      }),
    );
    const got = await s3().send(new GetObjectCommand({ Bucket: 'b', Key: 'a b/ü.txt' }));
    expect(await got.Body?.transformToString()).toBe('hello');
    expect(got).toMatchObject({
      ContentType: 'text/plain',
      ContentLength: 5,
      Metadata: { mood: 'good' },
      LastModified: new Date(0),
    });
    const listed = await s3().send(new ListObjectsV2Command({ Bucket: 'b', Prefix: 'a b/' }));
    expect(listed).toMatchObject({ Prefix: 'a b/', Contents: [{ Key: 'a b/ü.txt', Size: 5 }] });
  });

  it('go in as a stream with a checksum in the trailer', async () => {
    const body = Buffer.alloc(3_000_000, 'x');
    const put = await s3().send(
      new PutObjectCommand({
        Bucket: 'b',
        Key: 'big',
        Body: Readable.from([body.subarray(0, 1_000_000), body.subarray(1_000_000)]),
        ContentLength: body.length,
        ChecksumAlgorithm: 'CRC32',
      }),
    );
    expect(put.ChecksumCRC32).toMatch(/^[A-Za-z0-9+/]{6}==$/);
    const head = await s3().send(new HeadObjectCommand({ Bucket: 'b', Key: 'big' }));
    expect(head.ContentLength).toBe(3_000_000);
  });

  it('are answered in part with 206', async () => {
    const part = await s3().send(new GetObjectCommand({ Bucket: 'b', Key: 'big', Range: 'bytes=0-2' }));
    expect(part.$metadata.httpStatusCode).toBe(206);
    expect(await part.Body?.transformToString()).toBe('xxx');
  });

  it('are missed by name, and by HEAD without a word', async () => {
    await expect(s3().send(new GetObjectCommand({ Bucket: 'b', Key: 'none' }))).rejects.toMatchObject({
      name: 'NoSuchKey',
      Key: 'none',
    });
    await expect(s3().send(new HeadObjectCommand({ Bucket: 'b', Key: 'none' }))).rejects.toMatchObject({
      name: 'NotFound',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('are deleted by an XML document', async () => {
    const gone = await s3().send(
      new DeleteObjectsCommand({ Bucket: 'b', Delete: { Objects: [{ Key: 'a&b' }, { Key: 'c\rd' }] } }),
    );
    expect(gone.Deleted).toEqual([{ Key: 'a&b' }, { Key: 'c\rd' }]);
  });

  it('are got by a presigned URL until it is over', async () => {
    await s3().send(new PutObjectCommand({ Bucket: 'b', Key: 'signed', Body: 'x' }));
    const command = new GetObjectCommand({ Bucket: 'b', Key: 'signed' });
    const url = await getSignedUrl(s3(), command, { expiresIn: 60 });
    expect(await (await fetch(url)).text()).toBe('x');
    const tampered = await fetch(url.replace('/signed', '/big'));
    expect(tampered.status).toBe(403);
    expect(await tampered.text()).toContain('<Code>SignatureDoesNotMatch</Code>');
    const old = await getSignedUrl(s3(), command, { expiresIn: 60, signingDate: new Date(Date.now() - 120_000) });
    const late = await fetch(old);
    expect(late.status).toBe(403);
    expect(await late.text()).toContain('<Code>AccessDenied</Code><Message>Request has expired</Message>');
  });
});
