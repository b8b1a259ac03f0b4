import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ask, kinesis, sender, signed } from './ask.ts';
import { type Fixture, fixture } from './fixture.ts';

let served: Fixture;
const send = sender(() => served.port);

beforeAll(async () => {
  served = await fixture({ limits: { bufferedBody: 100_000, unverifiedBytes: 150_000 } });
});
afterAll(() => served.close());

describe('what goes wrong is said in the words of the service', () => {
  const json = async (ask: Ask, headers?: Record<string, string>) => {
    const { status, body, headers: out } = await send(ask, headers);
    return { status, type: out['x-amzn-errortype'], ...JSON.parse(body) };
  };

  it('an operation that does not exist', async () => {
    expect(await json(kinesis('Nope', {}))).toMatchObject({ status: 400, __type: 'UnknownOperationException' });
    expect(await json({ ...kinesis('Nope', {}), headers: { 'x-amz-target': 'Nope_1.Nope' } })).toMatchObject({
      __type: 'UnknownOperationException',
    });
    const query = await send({ service: 'iam', body: 'Action=Nope&Version=2010-05-08' });
    expect(query.body).toContain('<Code>InvalidAction</Code>');
    expect((await send({ service: 'iam', body: 'Version=2010-05-08' })).body).toContain('<Code>MissingAction</Code>');
    const s3 = await send({ service: 's3', method: 'PATCH', path: '/b' });
    expect([s3.status, s3.body]).toEqual([405, expect.stringContaining('<Code>MethodNotAllowed</Code>')]);
  });

  it('a service that is not there, by its name and in its words', async () => {
    const target = { 'x-amz-target': 'DynamoDB_20120810.ListTables' };
    const dynamodb = await json({ ...kinesis('X', {}), service: 'dynamodb', headers: target });
    expect(dynamodb).toMatchObject({ status: 400, __type: 'UnknownOperationException' });
    expect(dynamodb.message).toMatch(/^There is no dynamodb here: Millrace serves .*kinesis.*, sts$/);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const ec2 = await send({ service: 'ec2', body: 'Action=DescribeVpcs', headers: form });
    expect([ec2.status, ec2.body]).toEqual([400, expect.stringContaining('<Code>UnknownOperationException</Code>')]);
    expect(ec2.body).toContain('There is no ec2 here');
  });

  it('an operation that is not built', async () => {
    expect(await json(kinesis('MergeShards', {}))).toMatchObject({
      status: 400,
      __type: 'UnsupportedOperationException',
      message: 'kinesis:MergeShards is not supported by Millrace yet: it is not part of this test',
    });
    const s3 = await send({ service: 's3', method: 'DELETE', path: '/b' });
    expect([s3.status, s3.body]).toEqual([
      501,
      expect.stringContaining('<Code>NotImplemented</Code><Message>s3:DeleteBucket is not supported by Millrace yet'),
    ]);
  });

  it('a request that nobody signed', async () => {
    const { headers, body } = kinesis('GetRecords', {});
    expect(await json({ service: 'kinesis', body: body ?? '' }, headers)).toMatchObject({
      status: 400,
      __type: 'MissingAuthenticationTokenException',
      message: 'Missing Authentication Token',
    });
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await send({ service: 'sts', body: 'Action=GetCallerIdentity' }, form)).body).toContain(
      '<Code>MissingAuthenticationToken</Code>',
    );
    const s3 = await send({ service: 's3', method: 'GET', path: '/b/k' }, {});
    expect([s3.status, s3.body]).toEqual([
      403,
      expect.stringContaining('<Code>AccessDenied</Code><Message>Access Denied</Message>'),
    ]);
  });

  it('a signature in pieces', async () => {
    const { headers, body } = kinesis('GetRecords', {});
    expect(
      await json({ service: 'kinesis', body: body ?? '' }, { ...headers, authorization: 'AWS4-HMAC-SHA256 Credential=x' }),
    ).toMatchObject({
      __type: 'IncompleteSignatureException',
    });
  });

  it('a URL presigned with version 2, by a key that is not there', async () => {
    const query = 'AWSAccessKeyId=A&Signature=x%3D&Expires=1795471678';
    const { status, body } = await send({ service: 's3', method: 'GET', path: '/b/k', query }, {});
    expect([status, body]).toEqual([403, expect.stringContaining('<Code>InvalidAccessKeyId</Code>')]);
  });

  it('a body that is too large, said to be or found to be', async () => {
    const large = kinesis('GetRecords', `{"ShardIterator":"${'x'.repeat(200_000)}"}`);
    expect(await json(large)).toMatchObject({ status: 413, __type: 'RequestEntityTooLarge' });
    const headers = { ...signed(large, `127.0.0.1:${served.port}`), 'transfer-encoding': 'chunked' };
    expect(await json(large, headers)).toMatchObject({ status: 413 });
  });

  it('more than all bodies together may hold before any of them is verified', async () => {
    const begun = connect(served.port, '127.0.0.1');
    begun.on('error', () => {});
    begun.write(
      `POST / HTTP/1.1\r\nhost: x\r\nx-amz-target: Kinesis_20131202.X\r\ncontent-length: 99000\r\n\r\n${'x'.repeat(98_000)}`,
    );
    const large = kinesis('GetRecords', JSON.stringify({ ShardIterator: 'x'.repeat(80_000) }));
    await expect.poll(() => json(large), { timeout: 5000 }).toMatchObject({ status: 503, __type: 'ServiceUnavailable' });
    begun.destroy();
    await expect.poll(async () => (await json(large)).status, { timeout: 5000 }).toBe(400);
  });

  it('a document for S3 that is too large', async () => {
    const body = `<Delete>${'<Object><Key>k</Key></Object>'.repeat(5000)}</Delete>`;
    const answer = await send({ service: 's3', path: '/b', query: 'delete=', body });
    expect([answer.status, answer.body]).toEqual([400, expect.stringContaining('<Code>MaxMessageLengthExceeded</Code>')]);
  });

  it('a body that is not what was signed', async () => {
    const ask: Ask = { service: 's3', method: 'PUT', path: '/b/k', body: 'hello' };
    const headers = signed(ask, `127.0.0.1:${served.port}`);
    const { status, body } = await send({ ...ask, body: 'hellO' }, headers);
    expect([status, body]).toEqual([400, expect.stringContaining('<Code>XAmzContentSHA256Mismatch</Code>')]);
  });

  it('a failure of ours, without its insides', async () => {
    const answer = await send(kinesis('DeleteStream', { StreamName: 's' }));
    expect(answer.status).toBe(500);
    expect(JSON.parse(answer.body)).toMatchObject({ __type: 'InternalFailure' });
    expect(answer.body).not.toContain('secret');
    expect(answer.body).toContain(String(answer.headers['x-amzn-requestid']));
  });

  it('what is broken on the disk is not called done', async () => {
    const broken = await fixture({ settled: () => Promise.reject(new Error('disk full')) });
    const mine = served;
    served = broken;
    try {
      const answer = await send(kinesis('CreateStream', { StreamName: 's' }));
      expect([answer.status, JSON.parse(answer.body).__type]).toEqual([500, 'InternalFailure']);
    } finally {
      served = mine;
      await broken.close();
    }
  });
});

describe('the records of requests', () => {
  it('say who did what, and what came of it', async () => {
    served.records.length = 0;
    await send(kinesis('GetRecords', { ShardIterator: 'x' }));
    await send(kinesis('DescribeStreamSummary', { StreamName: 's' }));
    expect(served.records).toMatchObject([
      {
        service: 'kinesis',
        operation: 'GetRecords',
        status: 200,
        caller: { kind: 'root' },
        scope: { region: 'us-east-1' },
        bytesIn: 21,
      },
      { service: 'kinesis', operation: 'DescribeStreamSummary', status: 400, errorCode: 'ResourceNotFoundException' },
    ]);
  });
});
