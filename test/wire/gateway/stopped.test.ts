import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { fixture } from './fixture.ts';

const overHttp1 = (request: string) =>
  `const socket = require('node:net').connect(workerData, '127.0.0.1');
   socket.on('error', () => {});
   const ask = () => new Promise((done) => {
     socket.once('close', () => done('no answer'));
     socket.once('data', (piece) => done(Number(String(piece).slice(9, 12))));
     socket.write(${JSON.stringify(request)});
   });`;

describe('a server that was stopped', () => {
  it.each([
    [
      'HTTP/2',
      `const session = require('node:http2').connect('http://127.0.0.1:' + workerData);
       let say;
       session.on('error', say = (failure) => parentPort.postMessage(String(failure)));
       const ask = () => new Promise((done) => {
         const stream = session.request({ ':path': '/_millrace/health' });
         let status = 'no answer';
         stream.on('response', (head) => (status = head[':status']));
         stream.on('error', say).on('close', () => done(status)).resume();
       });`,
    ],
    ['HTTP/1.1', overHttp1('GET /_millrace/health HTTP/1.1\r\nhost: x\r\n\r\n')],
    [
      'HTTP/1.1 that Node reads',
      overHttp1('GET /_millrace/health HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'),
    ],
  ])('answers over %s what came while it was stopped, whatever was due meanwhile', async (_name, client) => {
    const brief = await fixture({
      limits: { keepAliveTimeout: 300 },
      routes: [{ method: 'GET', path: '/_millrace/health', handle: () => ({ status: 200, body: 'fine' }) }],
    });
    const { port: workerData } = brief;
    const rest = `ask().then(async (first) => {
      parentPort.postMessage(first);
      await new Promise((later) => setTimeout(later, 150));
      parentPort.postMessage(await ask());
    });`;
    const worker = new Worker(`const { parentPort, workerData } = require('node:worker_threads');${client}${rest}`, {
      eval: true,
      workerData,
    });
    try {
      const first = await once(worker, 'message');
      // all that is of this process but the worker stands still, and the time of the connection is over
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 800);
      const [second] = await once(worker, 'message');
      expect([first[0], second]).toEqual([200, 200]);
    } finally {
      await worker.terminate();
      await brief.close();
    }
  });
});
