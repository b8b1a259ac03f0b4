import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import { connect as http2Connect } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { type TLSSocket, connect as tlsConnect } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#core';
import { type KeyPair, newAuthority } from '#gateway';
import { type Ask, kinesis, sender, signed } from './ask.ts';
import { type Fixture, fixture } from './fixture.ts';

let served: Fixture;
let authority: KeyPair;
const send = sender(() => served.port);

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
    authority: async () => authority,
    limits: { headers: 16_384, headersTimeout: 1000 },
    routes: [{ method: 'GET', path: '/_millrace/health', handle: () => ({ status: 200, body: 'fine' }) }],
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

  it('ends an HTTP/2 session that asks nothing, and not one that waits for its answer', async () => {
    const brief = await fixture({ limits: { keepAliveTimeout: 300 } });
    try {
      const session = http2Connect(`http://127.0.0.1:${brief.port}`);
      const begun = Date.now();
      await once(session, 'close');
      expect(Date.now() - begun).toBeLessThan(5000);
      const busy = http2Connect(`http://127.0.0.1:${brief.port}`);
      const host = `127.0.0.1:${brief.port}`;
      const given = kinesis('GetRecords', { ShardIterator: 'x' });
      const { host: _, ...headers } = signed(given, host);
      const stream = busy.request({ ':method': 'POST', ':path': '/', ':authority': host, ...headers });
      await new Promise((resolve) => setTimeout(resolve, 900)); // longer than the limit, the body not yet sent
      stream.end(given.body);
      expect((await once(stream, 'response'))[0][':status']).toBe(200);
      busy.destroy();
    } finally {
      await brief.close();
    }
  });

  it('ends an HTTP/1.1 connection over which nothing more comes, before a request or within its body', async () => {
    const brief = await fixture({ limits: { keepAliveTimeout: 300 } });
    try {
      for (const said of [
        'GET /_millrace/health HTTP/1.1\r\nhost: x\r\n\r\n',
        'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nhalf',
      ]) {
        const socket = connect(brief.port, '127.0.0.1').resume();
        const begun = Date.now();
        socket.write(said);
        await once(socket, 'close');
        expect(Date.now() - begun).toBeLessThan(5000);
      }
    } finally {
      await brief.close();
    }
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
    expect([no.statusCode, continued, no.headers.connection]).toEqual([403, false, 'close']);
    refused.destroy();
  });
});

describe('a client that is still sending when its answer is there', () => {
  it('can go on with the same connection', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const large = Buffer.alloc(8_000_000, 'x');
    const put = async (signedBody: string, more: Record<string, string> = {}) => {
      const headers = { 'content-length': String(large.length), ...more };
      const ask: Ask = { service: 's3', method: 'PUT', path: '/b/long', body: signedBody, headers };
      const host = `127.0.0.1:${served.port}`;
      const to = { host: '127.0.0.1', port: served.port, method: 'PUT', path: '/b/long', headers: signed(ask, host), agent };
      const message = httpRequest(to);
      message.end(large);
      const [answer] = await once(message, 'response');
      const port = message.socket?.localPort;
      answer.resume();
      await once(answer, 'end');
      return [answer.statusCode, port];
    };
    const [status, port] = await put('another');
    expect(status).toBe(400);
    expect(await put(large.toString())).toEqual([200, port]);
    // refused at its first byte: everything after it is let pass
    expect(await put('', { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' })).toEqual([400, port]);
    expect(await put(large.toString())).toEqual([200, port]);
    agent.destroy();
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
