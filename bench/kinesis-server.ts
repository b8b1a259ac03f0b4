import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compilePolicy } from '#auth';
import { type Caller, randomIds, silentLogger, systemClock } from '#core';
import { createGateway } from '#gateway';
import { openKinesis } from '#services/kinesis';
import { Database } from '#storage';

// One server in a process of its own: `null` answers with as many bytes and does nothing; `full` verifies signatures,
// evaluates a policy, and has the records on the disk before it answers.

const ACCOUNT = '000000000000';
const caller: Caller = {
  kind: 'user',
  partition: 'aws',
  account: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:user/bench`,
  userId: 'AIDABENCH',
  userName: 'bench',
};
const allow = compilePolicy(
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'kinesis:*', Resource: 'arn:aws:kinesis:*:*:stream/*' }],
  }),
);

async function nothing(): Promise<number> {
  const answers = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    request.on('data', () => {});
    request.on('end', () => {
      const size = String(request.headers['x-bench-answer'] ?? '2');
      const answer = answers.get(size) ?? Buffer.alloc(Number(size), 'x');
      answers.set(size, answer);
      response.writeHead(200, { 'content-length': size });
      response.end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

async function full(): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
  process.on('exit', () => rmSync(directory, { recursive: true }));
  const database = new Database(join(directory, 'meta.db'));
  const common = { clock: systemClock, ids: randomIds, logger: silentLogger };
  const kinesis = await openKinesis({
    ...common,
    database,
    directory: join(directory, 'streams'),
    limits: 'off',
    transitionMillis: 0,
  });
  const gateway = createGateway({
    ...common,
    services: [kinesis.service],
    credentials: { find: () => ({ secretAccessKey: 'secret', caller }) },
    policies: { of: () => ({ identity: [allow] }) },
    settled: () => database.settled(),
    partition: 'aws',
    region: 'us-east-1',
    account: ACCOUNT,
  });
  return gateway.listen({ host: '127.0.0.1', port: 0 });
}

const port = await (process.argv[2] === 'null' ? nothing() : full());
process.on('disconnect', () => process.exit(0));
process.send?.(port);
