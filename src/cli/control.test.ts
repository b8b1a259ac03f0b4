import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { control } from './control.ts';
import type { RunningServer } from './server-record.ts';

let server: Server;
let running: RunningServer;
beforeEach(async () => {
  server = createServer(async ({ method, url, headers: { authorization } }, answer) => {
    const known = authorization === 'Bearer t';
    answer.writeHead(known ? 200 : 401);
    answer.end(JSON.stringify(known ? { heard: `${method} ${url}` } : { message: 'no' }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const rootKey = { accessKeyId: 'A', secretAccessKey: 'S' };
  running = { url: `http://127.0.0.1:${port}`, pid: process.pid, birth: undefined, rootKey, controlToken: 't' };
});
afterEach(() => void server.close());

test('a server is asked with its token, and says what it did or why not', async () => {
  expect(await control(running, 'GET', 'status')).toEqual({ ok: true, said: { heard: 'GET /_millrace/status' } });
  expect(await control({ ...running, controlToken: 'x' }, 'GET', 'status')).toEqual({ ok: false, said: { message: 'no' } });
  server.removeAllListeners('request').on('request', async (request, answer) => {
    answer.end(JSON.stringify({ heard: JSON.parse(await text(request)) }));
  });
  expect(await control(running, 'POST', 'accounts', { name: 'team' })).toEqual({ ok: true, said: { heard: { name: 'team' } } });
});

test('one that is gone, or answers what is no answer, is told to its operator', async () => {
  server.removeAllListeners('request').on('request', (_, answer) => answer.end('<html>'));
  await expect(control(running, 'GET', 'status')).rejects.toThrow();
  server.close();
  server.closeAllConnections();
  await expect(control(running, 'GET', 'status')).rejects.toMatchObject({ code: 'NotAnswering' });
});
