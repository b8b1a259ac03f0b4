import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '#core';
import { type KeyPair, newAuthority } from '#gateway';
import { dice } from '../../harness/dice.ts';
import { type Ask, kinesis, signed } from './ask.ts';
import { type Fixture, fixture } from './fixture.ts';

// Long bodies, and those of clients that wait to be told, on connections that go on afterwards.

let served: Fixture;
let authority: KeyPair;
beforeAll(async () => {
  authority = await newAuthority(systemClock);
  served = await fixture({ authority: async () => authority, limits: { bufferedBody: 1_000_000 } });
});
afterAll(() => served.close());

const host = () => `127.0.0.1:${served.port}`;
const put = (length: number, more: Record<string, string> = {}): Ask & { body: string } => ({
  service: 's3',
  method: 'PUT',
  path: '/b/k',
  headers: { 'content-length': String(length), ...more },
  body: 'x'.repeat(length),
});
const bytesOf = (ask: Ask): Buffer => {
  const headers = { ...signed(ask, host()), 'content-length': String(ask.body?.length ?? 0) };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${ask.method ?? 'POST'} ${ask.path ?? '/'} HTTP/1.1\r\n${lines.join('')}\r\n${ask.body ?? ''}`);
};
const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const etag = (length: number) => `etag: "${md5('x'.repeat(length))}"`;

/** A connection, and what has been said on it so far. */
async function talk(port = served.port) {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let heard = '';
  socket.on('data', (piece) => {
    heard += piece.toString('latin1');
  });
  socket.on('error', () => {});
  const until = async (done: (heard: string) => boolean) => {
    for (let waited = 0; !done(heard); waited += 10) {
      if (waited > 10_000) throw new Error(`heard only ${heard}`);
      await pause(10);
    }
    return heard;
  };
  const closed = once(socket, 'close');
  return { socket, until, closed };
}

test('long and short bodies that were sent at once are answered in order', async () => {
  const lengths = [70_000, 5, 3_000_000, 65_536, 0, 65_535, 1_000_000];
  const { socket, until } = await talk();
  socket.write(Buffer.concat(lengths.map((length) => bytesOf(put(length)))));
  const heard = await until((text) => text.split('HTTP/1.1 200').length > lengths.length);
  expect([...heard.matchAll(/etag: "\w+"/gi)].map(([line]) => line.toLowerCase())).toEqual(lengths.map(etag));
  socket.destroy();
});

test('what many clients send at once, whole or cut anywhere, is kept apart', async () => {
  const roll = dice(11);
  const cut = function* (bytes: Buffer) {
    for (let at = 0, next = 0; at < bytes.length; at = next) {
      next = at + 1 + roll(roll(3) === 0 ? 30_000 : 800);
      yield bytes.subarray(at, next);
    }
  };
  const one = async (letter: string, i: number) => {
    const { socket, until } = await talk();
    const bodies = Array.from({ length: 12 }, (_, k) => letter.repeat(1 + roll(k % 4 === 3 ? 200_000 : 3000)));
    const requests = bodies.map((body) => bytesOf({ ...put(body.length), body }));
    const answers = (count: number) => until((text) => text.split('HTTP/1.1 200').length > count);
    if (i % 2 === 0) {
      for (const [sent, request] of requests.entries()) {
        await answers(sent);
        socket.write(request);
      }
    } else {
      for (const piece of cut(Buffer.concat(requests))) {
        socket.write(piece);
        await pause(roll(3));
      }
    }
    const heard = await answers(bodies.length);
    socket.destroy();
    expect([...heard.matchAll(/etag: "(\w+)"/gi)].map(([, tag]) => tag)).toEqual(bodies.map(md5));
  };
  await Promise.all([...'abcdefghijklmnop'].map(one));
});

test.each([5, 70_000])(
  'a client that waits is told to send its body of %i bytes, and the next request is read',
  async (length) => {
    const { socket, until } = await talk();
    for (let round = 1; round <= 2; round++) {
      const bytes = bytesOf(put(length, { expect: '100-continue' }));
      socket.write(bytes.subarray(0, -length));
      await until((text) => text.split('100 Continue\r\n\r\n').length > round);
      socket.write(bytes.subarray(-length));
      await until((text) => text.toLowerCase().split(etag(length)).length > round);
    }
    // and where it did not wait after all
    socket.write(bytesOf(put(length, { expect: '100-continue' })));
    await until((text) => text.toLowerCase().split(etag(length)).length > 3);
    socket.destroy();
  },
);

test('a client that waits is refused without being told to send, and the connection ends', async () => {
  const { socket, until, closed } = await talk();
  socket.write('PUT /b/k HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 100000\r\n\r\n');
  const heard = await until((text) => text.includes('\r\n\r\n'));
  expect(heard).toMatch(/^HTTP\/1\.1 403 /);
  expect(heard).toMatch(/connection: close/i);
  socket.end();
  await closed;
});

test('what is refused while it comes passes by, and the next request is answered', async () => {
  const { socket, until } = await talk();
  const wrong = bytesOf(put(5_000_000))
    .toString('latin1')
    .replace(/Signature=..../, 'Signature=0000');
  socket.write(wrong, 'latin1');
  socket.write(bytesOf(kinesis('PutRecord', `"${'x'.repeat(2_000_000)}"`)));
  socket.write(bytesOf(put(70_000)));
  const heard = await until((text) => text.toLowerCase().includes(etag(70_000)));
  expect([...heard.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['403', '413', '200']);
  socket.destroy();
});

test('a client that stops in the middle of a long body and still reads is told so', async () => {
  const { socket, until, closed } = await talk();
  socket.end(bytesOf(put(200_000)).subarray(0, -1));
  const heard = await until((text) => text.includes('</Error>'));
  expect(heard).toMatch(/^HTTP\/1\.1 400 /);
  expect(heard).toContain('IncompleteBody');
  await closed;
});

test('a client that falls silent in the middle of a long body is not waited for', async () => {
  const brief = await fixture({ limits: { keepAliveTimeout: 300 } });
  try {
    const { socket, closed } = await talk(brief.port);
    const began = Date.now();
    socket.write(bytesOf(put(200_000)).subarray(0, -1));
    await closed;
    expect(Date.now() - began).toBeLessThan(5000);
  } finally {
    await brief.close();
  }
});

test('long bodies come over TLS, too, one after the other', async () => {
  const agent = new TlsAgent({ keepAlive: true, maxSockets: 1, ca: authority.certPem });
  const send = async (length: number) => {
    const ask = put(length);
    const options = { host: '127.0.0.1', port: served.port, method: 'PUT', path: ask.path, agent, headers: signed(ask, host()) };
    const message = tlsRequest(options);
    message.end(ask.body);
    const [answer] = await once(message, 'response');
    answer.resume();
    await once(answer, 'end');
    return `etag: ${answer.headers.etag}`;
  };
  for (const length of [70_000, 2_000_000, 5]) expect(await send(length)).toBe(etag(length));
  agent.destroy();
});

test('a long body of a request that is for Node to read, after one that was not', async () => {
  const { socket, until, closed } = await talk();
  socket.write(bytesOf(put(70_000)));
  socket.write(bytesOf(put(3_000_000, { connection: 'close' })));
  const heard = await until((text) => text.toLowerCase().includes(etag(3_000_000)));
  expect(heard.toLowerCase()).toContain(etag(70_000));
  await closed;
});
