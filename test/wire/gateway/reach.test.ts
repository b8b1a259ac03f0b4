import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sender, signed } from './ask.ts';
import { type Fixture, fixture } from './fixture.ts';

let served: Fixture;
const send = sender(() => served.port);

beforeAll(async () => {
  served = await fixture({
    routes: [
      { method: 'GET', path: '/_millrace/health', handle: () => ({ status: 200, body: 'fine' }) },
      {
        method: 'POST',
        path: '/_millrace/echo/',
        handle: async (request) => ({ status: 201, headers: { 'x-path': request.path }, body: await request.body() }),
      },
      {
        method: 'GET',
        path: '/_millrace/broken',
        handle: () => {
          throw new Error('a secret of ours');
        },
      },
    ],
  });
});
afterAll(() => served.close());

describe('S3 by host', () => {
  it.each([
    'waited-for.s3.us-east-1.amazonaws.com',
    'waited-for.s3.amazonaws.com',
    'waited-for.localhost:4566',
    'waited-for.s3.localhost',
  ])('%s', async (host) => {
    const answer = await send({ service: 's3', method: 'GET', path: '/', query: 'list-type=2', host });
    expect(answer.body).toContain('<Name>waited-for</Name>');
  });

  it('is told from services by host too', async () => {
    const answer = await send({ service: 's3', method: 'GET', host: 's3.us-east-1.amazonaws.com' });
    expect(answer.body).toContain('<ListAllMyBucketsResult');
    const unsigned = await send(
      { service: 'x', host: 'kinesis.us-east-1.amazonaws.com' },
      { host: 'kinesis.us-east-1.amazonaws.com' },
    );
    expect(JSON.parse(unsigned.body)).toMatchObject({ __type: 'UnknownOperationException' });
  });
});

// RFC 9112, 3.2.2: what a client says to its proxy, any server understands
describe('a whole URL as the target of a request', () => {
  const whole = async (host: string, path: string, query: string) => {
    const headers = signed({ service: 's3', method: 'GET', path, query }, host);
    return await send({ service: 's3', method: 'GET', path: `http://${host}${path}`, query }, { ...headers, host: 'elsewhere' });
  };

  it('is a path, and a host that counts more than the header', async () => {
    expect((await whole('waited-for.localhost', '/', 'list-type=2')).body).toContain('<Name>waited-for</Name>');
    expect((await whole('s3.us-east-1.amazonaws.com', '/', '')).body).toContain('<ListAllMyBucketsResult');
    const bare = await send({ service: 'x', method: 'GET', path: 'http://127.0.0.1?list' }, { host: 'elsewhere' });
    expect(bare.status).toBe(403);
  });
});

describe('paths of our own', () => {
  it('are answered, or not', async () => {
    expect(await send({ service: 'x', path: '/_millrace/echo/a/b', body: 'hi' }, {})).toMatchObject({
      status: 201,
      body: 'hi',
      headers: { 'x-path': '/_millrace/echo/a/b' },
    });
    expect(await send({ service: 'x', method: 'GET', path: '/_millrace/none' }, {})).toMatchObject({ status: 404 });
    const broken = await send({ service: 'x', method: 'GET', path: '/_millrace/broken' }, {});
    expect([broken.status, broken.body]).toEqual([500, expect.not.stringContaining('secret')]);
  });
});

describe('calls from within the process', () => {
  const root = {
    kind: 'root',
    partition: 'aws',
    account: '000000000000',
    arn: 'arn:aws:iam::000000000000:root',
    userId: 'r',
  } as const;
  const user = { ...root, kind: 'user', arn: 'arn:aws:iam::000000000000:user/u' } as const;
  const scope = { partition: 'aws', account: '000000000000', region: 'us-east-1' };

  it('are authorised like any other', async () => {
    const { invoke } = served.gateway;
    expect(await invoke('kinesis', 'PutRecord', { Data: Buffer.from('abc') }, { caller: root, scope })).toMatchObject({
      SequenceNumber: '3',
    });
    await expect(invoke('kinesis', 'PutRecord', {}, { caller: user, scope })).rejects.toMatchObject({
      code: 'AccessDeniedException',
    });
    await expect(invoke('kinesis', 'MergeShards', {}, { caller: root, scope })).rejects.toMatchObject({
      code: 'UnsupportedOperationException',
    });
    await expect(invoke('nope', 'X', {}, { caller: root, scope })).rejects.toThrow('no service nope is served');
  });
});
