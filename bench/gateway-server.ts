import { createServer } from 'node:http';
import { model as kinesis } from '#api/kinesis';
import { model as sts } from '#api/sts';
import {
  type BoundOperation,
  type Caller,
  randomIds,
  type Service,
  type ServiceModel,
  silentLogger,
  systemClock,
  unsupported,
} from '#core';
import { createGateway } from '#gateway';

// One server in a process of its own: `null` answers and does nothing, `gateway` does everything but the service's work.

const ACCOUNT = '000000000000';
const caller: Caller = { kind: 'root', partition: 'aws', account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root`, userId: ACCOUNT };

function service(name: string, model: ServiceModel, runs: Record<string, BoundOperation['run']>): Service {
  const operations = Object.keys(model.operations).map((operation) => {
    const run = runs[operation];
    return [operation, run ? { access: () => ({ resource: '*' }), run } : unsupported('not measured')] as const;
  });
  return { name, model, prefix: name, operations: Object.fromEntries(operations) };
}

const records = (count: number) =>
  Array.from({ length: count }, () => ({ SequenceNumber: '1'.repeat(56), ShardId: 'shardId-000000000000' }));

async function listen(kind: string): Promise<number> {
  if (kind === 'null') {
    const server = createServer((request, response) => {
      request.on('data', () => {});
      request.on('end', () => response.end('{}'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }
  const gateway = createGateway({
    services: [
      service('kinesis', kinesis, {
        GetShardIterator: () => ({ ShardIterator: 'x'.repeat(100) }),
        PutRecords: (input: { Records: unknown[] }) => ({ FailedRecordCount: 0, Records: records(input.Records.length) }),
      }),
      service('sts', sts, { GetCallerIdentity: () => ({ Account: ACCOUNT, Arn: caller.arn, UserId: ACCOUNT }) }),
    ],
    credentials: { find: () => ({ secretAccessKey: 'secret', caller }) },
    policies: { of: () => ({ identity: [] }) },
    clock: systemClock,
    ids: randomIds,
    logger: silentLogger,
    settled: () => Promise.resolve(),
    partition: 'aws',
    region: 'us-east-1',
    account: ACCOUNT,
  });
  return gateway.listen({ host: '127.0.0.1', port: 0 });
}

process.send?.(await listen(process.argv[2] ?? 'null'));
process.on('message', () => process.send?.(process.cpuUsage()));
process.on('disconnect', () => process.exit(0));
