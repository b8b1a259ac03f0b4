import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compilePolicy } from '#auth';
import { type Caller, randomIds, silentLogger, systemClock } from '#core';
import { createGateway } from '#gateway';
import { openS3 } from '#services/s3';
import { BlobStore, Database } from '#storage';

// One server in a process of its own: `null` takes bodies and answers bytes, `s3` is the service with everything on:
// signatures verified, policies evaluated, data on disk and synced.

const ACCOUNT = '000000000000';
const caller: Caller = {
  kind: 'user',
  partition: 'aws',
  account: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:user/bench`,
  userId: 'AIDABENCH',
  userName: 'bench',
};

async function nothing(): Promise<number> {
  const answers = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const size = Number(/-(\d+)/.exec(request.url ?? '')?.[1] ?? 0);
    request.on('data', () => {});
    request.on('end', () => {
      if (request.method !== 'GET') return response.end();
      const body = answers.get(String(size)) ?? Buffer.alloc(Math.min(size, 262_144));
      answers.set(String(size), body);
      response.writeHead(200, { 'content-length': size });
      let left = size;
      const pour = () => {
        while (left > 0) {
          left -= body.length;
          if (!response.write(body) && left > 0) return void response.once('drain', pour);
        }
        response.end();
      };
      pour();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

async function s3(): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-bench-s3-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  const database = new Database(join(directory, 'meta.db'));
  const blobs = await BlobStore.open({ database, directory: join(directory, 'blobs') });
  const { service } = openS3({ database, blobs, clock: systemClock, ids: randomIds });
  const identity = [compilePolicy('{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}')];
  const gateway = createGateway({
    services: [service],
    credentials: { find: () => ({ secretAccessKey: 'secret', caller }) },
    policies: { of: () => ({ identity }) },
    clock: systemClock,
    ids: randomIds,
    logger: silentLogger,
    settled: () => database.settled(),
    partition: 'aws',
    region: 'us-east-1',
    account: ACCOUNT,
  });
  return gateway.listen({ host: '127.0.0.1', port: 0 });
}

const port = await (process.argv[2] === 'null' ? nothing() : s3());
process.on('message', () => process.send?.({ ...process.cpuUsage(), rss: process.memoryUsage().rss }));
process.on('disconnect', () => process.exit(0));
process.send?.(port);
