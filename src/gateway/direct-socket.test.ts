import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DirectSocket, direct } from './direct-socket.ts';

let server: Server;
let accepted: Promise<Socket>;
let served: Promise<DirectSocket>;
let client: Socket;
beforeEach(async () => {
  server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
  accepted = once(server, 'connection').then(([socket]) => socket);
  served = accepted.then((socket) => direct(socket) as DirectSocket);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(client, 'connect');
});
afterEach(() => {
  client.destroy();
  server.close();
});

test("a connection is read directly: this Node's sockets are what they are thought to be", async () => {
  expect(await served).toBeInstanceOf(DirectSocket);
});

test('what comes lies where it was wanted, in memory that is shared, too', async () => {
  const socket = await served;
  const memory = Buffer.from(new SharedArrayBuffer(8));
  const took: [string, boolean][] = [];
  let at = 0;
  socket.takeBy({
    room: () => (at < 8 ? memory.subarray(at) : undefined),
    take: (piece) => {
      took.push([piece.toString(), piece.buffer === memory.buffer]);
      if (piece.buffer === memory.buffer) at += piece.length;
    },
  });
  for (const part of ['first', 'abcd', 'efghIJ']) {
    client.write(part);
    await pause(50);
  }
  // where the first bytes go was settled before anybody took them
  expect(took).toEqual([
    ['first', false],
    ['abcd', true],
    ['efgh', true],
    ['IJ', false],
  ]);
  expect(memory.toString()).toBe('abcdefgh');
});

test('what is let go is not written to any more', async () => {
  const socket = await served;
  const memory = Buffer.alloc(8);
  let room: Buffer | undefined = memory;
  const seen: string[] = [];
  socket.takeBy({ room: () => room, take: (piece) => void seen.push(piece.toString()) });
  for (const part of ['1', '2']) {
    client.write(part);
    await pause(50);
  }
  expect(memory.toString('latin1', 0, 1)).toBe('2');
  room = undefined;
  socket.letGo();
  client.write('3');
  await pause(50);
  expect([seen.join(''), memory.toString('latin1', 0, 1)]).toEqual(['123', '2']);
});

test('paused it is not read; without a taker it is a stream, with what came kept until it is read', async () => {
  const socket = await served;
  const seen: string[] = [];
  socket.takeBy({ room: () => undefined, take: (piece) => void seen.push(piece.toString()) });
  socket.pause();
  client.write('a');
  await pause(50);
  expect(seen).toEqual([]);
  socket.resume();
  await pause(50);
  expect(seen).toEqual(['a']);
  socket.takeBy(undefined);
  socket.pause();
  socket.unshift(Buffer.from('back '));
  let text = '';
  socket.on('data', (piece) => {
    text += piece;
  });
  socket.resume();
  client.write('b');
  client.write(Buffer.alloc(1_000_000, 'c'));
  client.end();
  await once(socket, 'end');
  expect(text === `back b${'c'.repeat(1_000_000)}`).toBe(true);
});

test.each([0, 1])('it and the connection it was go together, whichever ends first: %i', async (which) => {
  const both = [await served, await accepted] as const;
  both[which]?.destroy();
  await Promise.all(both.map((socket) => once(socket, 'close')));
  await new Promise<void>((resolve, reject) => server.close((failure) => (failure ? reject(failure) : resolve())));
});
