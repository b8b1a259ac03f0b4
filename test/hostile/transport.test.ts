import { connect as connectHttp2 } from 'node:http2';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { cbor } from '@smithy/core/cbor';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dice } from '../harness/dice.ts';
import { answerOn, checkRefusal, opened, openWorld, SECONDS, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 120_000);
afterAll(() => world?.close());

const later = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));
const raw = (text: string) => Buffer.from(text, 'latin1');

test('headers without end are refused', async () => {
  const huge = await world.send(raw(`GET / HTTP/1.1\r\nhost: x\r\na: ${'b'.repeat(1_000_000)}\r\n\r\n`));
  expect(huge?.status ?? 431).toBe(431);
  const many = await world.send(raw(`GET / HTTP/1.1\r\nhost: x\r\n${'a: b\r\n'.repeat(100_000)}\r\n`));
  expect(many?.status ?? 431).toBe(431);
  await world.sound();
});

test.each([
  'GET\r\n\r\n',
  'GET / HTTP/9.9\r\n\r\n',
  'GET http://[::1 HTTP/1.1\r\nhost: x\r\n\r\n',
  'GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n',
  'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n',
  'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello!',
  'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
  'POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffff\r\n',
  'POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nx\r\n',
  'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999999999999999\r\n\r\n',
  'POST / HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 1000000\r\n\r\n',
  'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\nonly this',
  'OPTIONS * HTTP/1.1\r\nhost: x\r\n\r\n',
  'CONNECT a:1 HTTP/1.1\r\nhost: x\r\n\r\n',
  'GET / HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
  'GET / HTTP/1.1\r\nhost: x\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAARAAAAAAAIAAAAA\r\nconnection: upgrade, http2-settings\r\n\r\n',
  'TRACE / HTTP/1.1\r\nhost: x\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n',
  'PRI',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\xff\xff\xff\xff\xff\xff\xff\xff\xff',
  '\x16\x03\x01\xff\xff',
  '\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00',
  '\0\0\0\0\0\0\0\0',
])('%j is answered or cut off', async (text) => {
  checkRefusal(await world.send(raw(text)), () => text);
  await world.sound();
});

// what looks like HTTP/2 and is none is cut off when its time for a greeting is over: 30 seconds
test('noise is answered or cut off, in the clear and behind a greeting', { timeout: SECONDS * 1000 + 300_000 }, async () => {
  const until = Date.now() + SECONDS * 1000;
  const greetings = [
    '',
    '\x16\x03\x01',
    '\x16\x03\x03\x02\x00\x01\x00\x01\xfc\x03\x03',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'POST / HTTP/1.1\r\n',
  ];
  let seed = Date.now() % 1_000_000_000;
  const one = async () => {
    while (Date.now() < until) {
      const roll = dice(seed++);
      const noise = Buffer.from(Array.from({ length: 1 + roll(3000) }, () => roll(256)));
      const socket = await opened(world.port);
      socket.on('error', () => {});
      socket.end(Buffer.concat([raw(greetings[roll(greetings.length)] ?? ''), noise]));
      checkRefusal(await answerOn(socket), () => `seed ${seed}`);
      socket.destroy();
    }
  };
  await Promise.all(Array.from({ length: 8 }, one));
  await world.sound();
});

test('slow clients and silent ones hold nobody up', { timeout: 60_000 }, async () => {
  const sockets = await Promise.all(Array.from({ length: 400 }, () => opened(world.port)));
  for (const [i, socket] of sockets.entries()) {
    socket.on('error', () => {});
    if (i % 4 === 1) socket.write('POST / HT');
    if (i % 4 === 2) socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n');
    if (i % 4 === 3) socket.write('PRI * HTTP/2.0\r\n\r\n');
  }
  for (let round = 0; round < 8; round++) {
    for (const [i, socket] of sockets.entries()) if (i % 4 === 1 || i % 4 === 2) socket.write('x');
    await world.sound();
  }
  for (const socket of sockets) socket.destroy();
  await world.sound();
});

test('a client that has said all it will say still gets its answer', async () => {
  const socket = await opened(world.port);
  socket.end(world.signed({ service: 's3', method: 'GET', path: '/' }));
  expect((await answerOn(socket))?.status).toBe(200);
  // … all of it, where it does not fit into the socket at once
  const body = Buffer.alloc(16 * 1024 * 1024, 'x');
  await world.ask({ service: 's3', method: 'PUT', path: '/half' });
  await world.ask({ service: 's3', method: 'PUT', path: '/half/long', body });
  const slow = await opened(world.port);
  slow.end(world.signed({ service: 's3', method: 'GET', path: '/half/long' }));
  await later(300);
  expect((await answerOn(slow))?.body.length).toBe(body.length);
});

test('answers nobody reads do not pile up', { timeout: 60_000 }, async () => {
  expect((await world.ask({ service: 's3', method: 'PUT', path: '/unread' })).status).toBe(200);
  const body = Buffer.alloc(8 * 1024 * 1024, 'x');
  expect((await world.ask({ service: 's3', method: 'PUT', path: '/unread/large', body })).status).toBe(200);
  const get = world.signed({ service: 's3', method: 'GET', path: '/unread/large' });
  const sockets = await Promise.all(Array.from({ length: 100 }, () => opened(world.port)));
  for (const socket of sockets) {
    socket.on('error', () => {});
    socket.pause();
    socket.write(Buffer.concat([get, get, get]));
  }
  await later(1500);
  await world.sound();
  for (const socket of sockets) socket.destroy();
  await world.sound();
});

test('many requests at once on one connection are answered in order', { timeout: 60_000 }, async () => {
  const socket = await opened(world.port);
  const one = world.signed({ service: 's3', method: 'GET', path: '/' });
  let answers = 0;
  const done = new Promise<void>((resolve) => {
    socket.on('data', (piece) => {
      answers += piece.toString('latin1').split('HTTP/1.1 200').length - 1;
      if (answers >= 450) resolve();
    });
  });
  for (let i = 0; i < 500; i++) socket.write(one);
  await done;
  socket.destroy();
  await world.sound();
});

/** All that comes until the server hangs up, as the statuses of answers. */
const statuses = (socket: Socket): Promise<string[]> =>
  new Promise((resolve) => {
    let got = '';
    socket.on('data', (piece) => {
      got += piece.toString('latin1');
    });
    socket.once('close', () => resolve([...got.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((match) => match[1] ?? '')));
  });

test('usual and unusual requests on one connection are answered in order, however their bytes are cut', {
  timeout: 60_000,
}, async () => {
  expect((await world.ask({ service: 's3', method: 'PUT', path: '/mixed' })).status).toBe(200);
  const get = world.signed({ service: 's3', method: 'GET', path: '/' });
  const put = (key: string, more: Record<string, string> = {}) =>
    world.signed({ service: 's3', method: 'PUT', path: `/mixed/${key}`, headers: more, body: 'hello' });
  const missing = world.signed({ service: 's3', method: 'GET', path: '/mixed/none' });
  const huge = world.signed({ service: 's3', method: 'PUT', path: '/mixed/huge', body: Buffer.alloc(100_000, 'x') });
  const closing = world.signed({ service: 's3', method: 'GET', path: '/', headers: { connection: 'close' } });
  const all = Buffer.concat([get, put('a'), missing, put('b'), huge, get, put('c'), missing, closing]);
  const expected = ['200', '200', '404', '200', '200', '200', '200', '404', '200'];
  const roll = dice(7);
  for (const cuts of [0, 1, 5, 50]) {
    const socket = await opened(world.port);
    const answers = statuses(socket);
    const places = Array.from({ length: cuts }, () => roll(all.length)).sort((a, b) => a - b);
    for (const [i, from] of [0, ...places].entries()) {
      socket.write(all.subarray(from, places[i] ?? all.length));
      if (cuts > 0) await later(2);
    }
    if (cuts === 0) socket.end();
    expect(await answers).toEqual(expected);
  }
  // who has said all he will say gets all his answers, too
  const half = await opened(world.port);
  const answers = statuses(half);
  half.end(Buffer.concat([get, put('d'), missing]));
  expect(await answers).toEqual(['200', '200', '404']);
  const broken = await opened(world.port);
  const refused = statuses(broken);
  broken.end(Buffer.concat([get, put('e').subarray(0, -1)]));
  expect(await refused).toEqual(['200', '400']);
  await world.sound();
});

test('packed bodies are unpacked so far and no further', { timeout: 60_000 }, async () => {
  const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024));
  const packed = { 'content-encoding': 'gzip', 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };
  const path = '/service/GraniteServiceVersion20100801/operation/PutMetricData';
  const put = (body: Buffer) => world.ask({ service: 'monitoring', path, headers: packed, body });
  const refused = await Promise.all(Array.from({ length: 8 }, () => put(bomb)));
  expect(refused.map(({ status }) => status)).toEqual(Array(8).fill(413));
  expect((await put(Buffer.from('not packed'))).status).toBe(400);
  expect((await put(gzipSync(gzipSync(Buffer.alloc(1000))))).status).toBe(400);
  const fine = { Namespace: 'Hostile', MetricData: [{ MetricName: 'm', Value: 1 }] };
  expect((await put(gzipSync(cbor.serialize(fine)))).status).toBe(200);
  const events = {
    'content-encoding': 'gzip',
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'Logs_20140328.PutLogEvents',
  };
  expect((await world.ask({ service: 'logs', headers: events, body: bomb })).status).toBe(413);
  await world.sound();
});

for (const secure of [false, true]) {
  test(`requests that are taken back at once do no harm, ${secure ? 'over TLS' : 'in the clear'}`, {
    timeout: 60_000,
  }, async () => {
    const url = `${secure ? 'https' : 'http'}://127.0.0.1:${world.port}`;
    const sessions = Array.from({ length: 2 }, () => connectHttp2(url, { rejectUnauthorized: false }));
    for (const session of sessions) {
      session.on('error', () => {});
      for (let i = 0; i < 2000 && !session.destroyed; i++) {
        const stream = session.request({ ':method': 'POST', ':path': '/', 'content-type': 'application/x-amz-json-1.1' });
        stream.on('error', () => {});
        stream.close(8);
        if (i % 500 === 0) await later(1);
      }
    }
    await world.sound();
    for (const session of sessions) session.destroy();
    await world.sound();
  });
}

const frame = (type: number, flags: number, stream: number, payload: Buffer): Buffer => {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
};
const PREFACE = Buffer.concat([raw('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), frame(4, 0, 0, Buffer.alloc(0))]);
const FLOODS: Readonly<Record<string, Buffer>> = {
  pings: frame(6, 0, 0, Buffer.alloc(8)),
  settings: frame(4, 0, 0, Buffer.alloc(0)),
  'headers that go on': frame(9, 0, 1, Buffer.alloc(1000, 0x82)),
  'window updates': frame(8, 0, 0, Buffer.from([0, 0, 0, 1])),
  'empty data': frame(0, 0, 1, Buffer.alloc(0)),
  priorities: frame(2, 0, 3, Buffer.from([0, 0, 0, 0, 16])),
};

test.each(Object.keys(FLOODS))('a flood of %s does no harm', { timeout: 60_000 }, async (name) => {
  const socket = await opened(world.port);
  socket.on('error', () => {});
  socket.resume();
  socket.write(PREFACE);
  // HEADERS without END_HEADERS: what follows may continue them
  if (name === 'headers that go on') socket.write(frame(1, 0, 1, Buffer.from([0x82, 0x86, 0x84])));
  if (name === 'empty data') socket.write(frame(1, 4, 1, Buffer.from([0x83, 0x86, 0x84])));
  const many = Buffer.concat(Array.from({ length: 1000 }, () => FLOODS[name] as Buffer));
  for (let i = 0; i < 50 && !socket.destroyed; i++) {
    socket.write(many);
    await later(2);
  }
  await world.sound();
  socket.destroy();
});

test('TLS that stops halfway, asks for what there is not, or says nothing, does no harm', { timeout: 60_000 }, async () => {
  const names = ['localhost', 'kinesis.us-east-1.amazonaws.com', 'a'.repeat(255), '*.example.com', '..', 'xn--nxasmq6b'];
  await Promise.all(
    Array.from({ length: 60 }, (_, i) => {
      const servername = names[i % names.length] as string;
      return new Promise<void>((resolve) => {
        const socket = connectTls({ port: world.port, host: '127.0.0.1', servername, rejectUnauthorized: false });
        socket.on('error', () => resolve());
        socket.on('close', () => resolve());
        socket.on('secureConnect', () => {
          if (i % 2) socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
          setTimeout(() => socket.destroy(), 300);
        });
        if (i % 3 === 0) setTimeout(() => socket.destroy(), 2);
      });
    }),
  );
  await world.sound();
});
