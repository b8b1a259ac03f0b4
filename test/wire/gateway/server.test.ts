import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect as http2Connect } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { type TLSSocket, connect as tlsConnect } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signHeaders } from '#auth';
import { systemClock } from '#core';
import { type KeyPair, newAuthority } from '#gateway';
import { type Fixture, fixture, ROOT_KEY, SECRET } from './fixture.ts';

const credentials = { accessKeyId: ROOT_KEY, secretAccessKey: SECRET };

interface Ask {
  readonly service: string;
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly host?: string;
}

const signed = (ask: Ask, host: string) =>
  signHeaders(
    { method: ask.method ?? 'POST', path: ask.path ?? '/', query: ask.query ?? '', headers: { host, ...ask.headers } },
    ask.body ?? '',
    credentials,
    { region: 'us-east-1', service: ask.service, now: Date.now() },
  );

let served: Fixture;
let authority: KeyPair;

const send = async (ask: Ask, headers?: Record<string, string>) => {
  const host = ask.host ?? `127.0.0.1:${served.port}`;
  const message = httpRequest({
    host: '127.0.0.1',
    port: served.port,
    method: ask.method ?? 'POST',
    path: (ask.path ?? '/') + (ask.query ? `?${ask.query}` : ''),
    headers: headers ?? signed(ask, host),
  });
  message.end(ask.body);
  const [answer] = await once(message, 'response');
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece);
  return { status: answer.statusCode as number, headers: answer.headers, body: Buffer.concat(pieces).toString() };
};

const kinesis = (operation: string, body: object | string): Ask => ({
  service: 'kinesis',
  headers: { 'x-amz-target': `Kinesis_20131202.${operation}`, 'content-type': 'application/x-amz-json-1.1' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** What comes back for bytes on the wire. */
const raw = async (socket: Socket | TLSSocket, text: string | Buffer): Promise<string> => {
  socket.write(text);
  let seen = '';
  for await (const piece of socket) {
    seen += piece.toString('latin1');
    if (seen.includes('\r\n\r\n')) break;
  }
  socket.destroy();
  return seen;
};

beforeAll(async () => {
  authority = await newAuthority(systemClock);
  served = await fixture({
    authority,
    limits: { bufferedBody: 100_000, headers: 16_384, headersTimeout: 1000 },
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

describe('one port', () => {
  const tls = (more: object = {}) =>
    tlsConnect({ host: '127.0.0.1', port: served.port, ca: authority.certPem, servername: 'localhost', ...more });
  const client = (options: object, protocol = 'https') => http2Connect(`${protocol}://127.0.0.1:${served.port}`, options);
  const ask = async (session: ReturnType<typeof http2Connect>) => {
    const host = `127.0.0.1:${served.port}`;
    const given = kinesis('GetRecords', { ShardIterator: 'x' });
    const { host: _, ...headers } = signed(given, host);
    const stream = session.request({ ':method': 'POST', ':path': '/', ':authority': host, ...headers });
    stream.end(given.body);
    const [head] = await once(stream, 'response');
    let text = '';
    for await (const piece of stream) text += piece;
    session.close();
    return { status: head[':status'], text };
  };
  const records = { status: 200, text: expect.stringContaining('aGVsbG8=') };

  it('speaks HTTP/1.1 in plaintext', async () => {
    const answer = await send(kinesis('GetRecords', { ShardIterator: 'x' }));
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' } });
    expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('speaks HTTP/2 in plaintext', async () => {
    expect(await ask(client({}, 'http'))).toEqual(records);
  });

  it('speaks TLS with HTTP/1.1 and HTTP/2 chosen by ALPN', async () => {
    expect(await ask(client({ ca: authority.certPem, servername: 'localhost' }))).toEqual(records);
    const socket = tls({ ALPNProtocols: ['http/1.1'] });
    await once(socket, 'secureConnect');
    expect(socket.alpnProtocol).toBe('http/1.1');
    expect(await raw(socket, 'GET /_millrace/health HTTP/1.1\r\nhost: x\r\n\r\n')).toMatch(/^HTTP\/1.1 200/);
  });

  it('speaks HTTP/2 over TLS to those who did not ask', async () => {
    const session = client({ createConnection: () => tls() });
    expect(await ask(session)).toEqual(records);
  });

  it('speaks HTTP/1.1 over TLS to those who did not ask', async () => {
    expect(await raw(tls(), 'GET /_millrace/health HTTP/1.1\r\nhost: x\r\n\r\n')).toMatch(/^HTTP\/1.1 200/);
  });

  it('has a certificate for every name, and for its address', async () => {
    for (const servername of [
      'kinesis.us-east-1.amazonaws.com',
      'my-bucket.s3.eu-west-1.amazonaws.com',
      's3.amazonaws.com',
      'sts.amazonaws.com',
      'localhost',
      '',
    ]) {
      const socket = tls(servername ? { servername } : { servername: undefined });
      await once(socket, 'secureConnect');
      expect(socket.authorized, servername).toBe(true);
      socket.destroy();
    }
  });

  it.each([
    ['nonsense', Buffer.from('\x00\x01\x02nonsense\r\n\r\n')],
    ['a broken handshake', Buffer.from([0x16, 3, 1, 0, 5, 1, 2, 3, 4, 5])],
    ['a broken preface', Buffer.from('PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n----------------')],
  ])('survives %s', async (_name, bytes) => {
    const socket = connect(served.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(bytes);
    socket.resume();
    await once(socket, 'close');
    expect((await send({ service: 'sts', method: 'GET', path: '/_millrace/health' }, {})).body).toBe('fine');
  });

  it('does not wait for ever for a client that says nothing', async () => {
    const socket = connect(served.port, '127.0.0.1');
    await once(socket.resume(), 'close');
  });

  it('refuses headers without end', async () => {
    const answer = await raw(connect(served.port, '127.0.0.1'), `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 431/);
  });
});

describe('Expect: 100-continue', () => {
  it('is answered when the body is wanted, and only then', async () => {
    const ask: Ask = { service: 's3', method: 'PUT', path: '/b/waited', body: 'hello', headers: { 'content-length': '5' } };
    const headers = { ...signed(ask, `127.0.0.1:${served.port}`), expect: '100-continue' };
    const message = httpRequest({ host: '127.0.0.1', port: served.port, method: 'PUT', path: '/b/waited', headers });
    message.flushHeaders();
    await once(message, 'continue');
    message.end('hello');
    const [answer] = await once(message, 'response');
    expect(answer.statusCode).toBe(200);
    answer.resume();

    const refused = httpRequest({
      host: '127.0.0.1',
      port: served.port,
      method: 'PUT',
      path: '/b/waited',
      headers: { ...headers, authorization: `${signed(ask, '127.0.0.1').authorization?.slice(0, -4)}0000` },
    });
    let continued = false;
    refused.on('continue', () => {
      continued = true;
    });
    refused.on('error', () => {});
    refused.flushHeaders();
    const [no] = await once(refused, 'response');
    expect([no.statusCode, continued]).toEqual([403, false]);
    refused.destroy();
  });
});

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

  it('a body that is too large, said to be or found to be', async () => {
    const large = kinesis('GetRecords', `{"ShardIterator":"${'x'.repeat(200_000)}"}`);
    expect(await json(large)).toMatchObject({ status: 413, __type: 'RequestEntityTooLarge' });
    const headers = { ...signed(large, `127.0.0.1:${served.port}`), 'transfer-encoding': 'chunked' };
    expect(await json(large, headers)).toMatchObject({ status: 413 });
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

describe('closing', () => {
  let other: Fixture;
  let release: () => void;
  beforeEach(async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    release = open;
    other = await fixture({ settled: () => gate });
  });
  afterEach(() => other.close());

  it('lets running requests end, and takes no new ones', async () => {
    const mine = served;
    served = other;
    const running = send(kinesis('GetRecords', { ShardIterator: 'x' }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const closed = other.gateway.close(5000);
    release();
    expect((await running).status).toBe(200);
    await closed;
    await expect(send(kinesis('GetRecords', { ShardIterator: 'x' }))).rejects.toThrow('ECONNREFUSED');
    served = mine;
  });

  it('does not wait for ever', async () => {
    const mine = served;
    served = other;
    const running = send(kinesis('GetRecords', { ShardIterator: 'x' })).catch(() => 'cut');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await other.gateway.close(20);
    expect(await running).toBe('cut');
    served = mine;
    release();
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
