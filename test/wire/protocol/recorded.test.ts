import { describe, expect, it } from 'vitest';
import { model as iam } from '#api/iam';
import { model as kinesis } from '#api/kinesis';
import { model as kinesisanalyticsv2 } from '#api/kinesisanalyticsv2';
import { model as s3 } from '#api/s3';
import { type Claim, claimOf, SignatureError, signingKeys, trailersOf, verifiedBody, verifySignature } from '#auth';
import { awsCbor, awsJson, awsQuery, restXml } from '#protocol';
import { type Recorded, recorded, SECRET } from './recorded.ts';

const NAMES = [
  'java-kinesis-put-records-cbor',
  'java-kinesis-get-shard-iterator-cbor',
  'java-s3-put-object-chunked',
  'java-s3-list-objects',
  'boto3-iam-create-role',
  'boto3-sts',
  'boto3-s3-list-objects',
  'boto3-s3-put-object',
  'boto3-s3-put-object-tagging',
  'boto3-kinesisanalyticsv2-create-application',
];

// the moment of the recording
const NOW = Date.UTC(2026, 10, 23, 15, 45);

function check(request: Recorded, now = NOW, secretAccessKey = SECRET) {
  const claim = claimOf(request) as Exclude<Claim, { version: 'AWS' }>;
  const body = claim.service === 's3' ? undefined : request.body;
  return verifySignature(request, claim, body, { secretAccessKey, now, allowedSkew: 900_000, signingKeys: signingKeys() });
}

const problemOf = (work: () => unknown) => {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof SignatureError) return thrown.problem;
    throw thrown;
  }
  return undefined;
};

describe('requests recorded from the AWS SDKs', () => {
  it.each(NAMES)('%s: its signature is right, and no other', (name) => {
    const request = recorded(name);
    expect(check(request).claim.accessKeyId).toBe('AKIDEXAMPLE');
    expect(problemOf(() => check(request, NOW, 'another'))?.kind).toBe('mismatch');
    expect(problemOf(() => check({ ...request, method: 'PATCH' }))?.kind).toBe('mismatch');
    expect(problemOf(() => check({ ...request, path: '/other' }))?.kind).toBe('mismatch');
    expect(problemOf(() => check({ ...request, query: 'x=1' }))?.kind).toBe('mismatch');
    expect(problemOf(() => check(request, NOW + 3_600_000))).toMatchObject({ kind: 'skewed', early: false });
    expect(problemOf(() => check(request, NOW - 3_600_000))).toMatchObject({ kind: 'skewed', early: true });
  });

  it('a body that was changed is noticed', () => {
    const request = recorded('boto3-iam-create-role');
    expect(problemOf(() => check({ ...request, body: Buffer.from('Action=DeleteRole') }))?.kind).toBe('mismatch');
    const hashed = recorded('java-kinesis-put-records-cbor');
    expect(problemOf(() => check({ ...hashed, body: Buffer.from('x') }))?.kind).toBe('body');
  });

  it('Kinesis PutRecords in CBOR', () => {
    const { input, violations } = awsCbor(kinesis).decode('PutRecords', recorded('java-kinesis-put-records-cbor'));
    const records = input['Records'] as { Data: Uint8Array; PartitionKey: string }[];
    expect(violations).toEqual([]);
    expect(records).toHaveLength(10);
    expect(records[0]?.Data).toHaveLength(1024);
  });

  it('Kinesis GetShardIterator in CBOR: an instant in milliseconds', () => {
    const { input } = awsCbor(kinesis).decode('GetShardIterator', recorded('java-kinesis-get-shard-iterator-cbor'));
    expect(input).toMatchObject({ StreamName: 'orders', Timestamp: new Date(1_700_000_000_123) });
  });

  it('IAM CreateRole in Query', () => {
    const { input, violations } = awsQuery(iam).decode('CreateRole', recorded('boto3-iam-create-role'));
    expect(violations).toMatchObject([{ path: 'tags.2.member.value', value: 'é&=' }]);
    expect(input).toMatchObject({ RoleName: 'flink-role', AssumeRolePolicyDocument: expect.stringContaining('"Version"') });
  });

  it('Kinesis Analytics CreateApplication in JSON', () => {
    const { input } = awsJson(kinesisanalyticsv2).decode(
      'CreateApplication',
      recorded('boto3-kinesisanalyticsv2-create-application'),
    );
    expect(input).toMatchObject({ ApplicationName: 'app', RuntimeEnvironment: 'FLINK-1_20' });
  });

  it.each(['java-s3-list-objects', 'boto3-s3-list-objects'])('S3 ListObjectsV2: %s', (name) => {
    const request = recorded(name);
    const protocol = restXml(s3);
    expect(protocol.route?.(request)).toBe('ListObjectsV2');
    expect(protocol.decode('ListObjectsV2', request).input).toMatchObject({ Bucket: 'bkt', Prefix: 'a b/', MaxKeys: 10 });
  });

  it('S3 PutObjectTagging', () => {
    const request = recorded('boto3-s3-put-object-tagging');
    const protocol = restXml(s3);
    expect(protocol.route?.(request)).toBe('PutObjectTagging');
    expect(protocol.decode('PutObjectTagging', request).input).toMatchObject({
      Bucket: 'bkt',
      Key: 'x',
      Tagging: { TagSet: [{ Key: expect.any(String), Value: expect.any(String) }] },
    });
  });

  const chunked = (body: Buffer, cut: number) => {
    const request = recorded('java-s3-put-object-chunked');
    async function* pieces() {
      for (let at = 0; at < body.length; at += cut) yield body.subarray(at, at + cut);
    }
    return verifiedBody(pieces(), request.headers, check(request));
  };
  const text = async (stream: AsyncIterable<Uint8Array>) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of stream) pieces.push(piece);
    return Buffer.concat(pieces).toString();
  };

  it('S3 PutObject in signed chunks with a signed trailer, however it is cut', async () => {
    const { body, headers } = recorded('java-s3-put-object-chunked');
    for (const cut of [1, 2, 3, 7, 50, 1000]) {
      const stream = chunked(body, cut);
      expect(await text(stream)).toBe('hello world');
      expect(trailersOf(stream)).toEqual({ [headers['x-amz-trailer'] as string]: expect.any(String) });
    }
  });

  it('S3 PutObject in signed chunks: any byte that differs is noticed', async () => {
    const { body } = recorded('java-s3-put-object-chunked');
    const end = body.lastIndexOf('x-amz-trailer-signature') + 'x-amz-trailer-signature:'.length + 64;
    for (let at = 0; at < end; at++) {
      const changed = Buffer.from(body);
      changed[at] = (changed[at] as number) ^ 1;
      const same =
        /^[0-9a-f;=]$/i.test(String.fromCharCode(body[at] as number)) && changed.toString().toLowerCase() === body.toString();
      if (!same) await expect(text(chunked(changed, 64)), `byte ${at}`).rejects.toMatchObject({ name: expect.any(String) });
    }
    await expect(text(chunked(body.subarray(0, 100), 64))).rejects.toMatchObject({ code: 'IncompleteBody' });
  });
});
