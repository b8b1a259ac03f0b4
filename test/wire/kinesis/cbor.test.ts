import { cbor } from '@smithy/core/cbor';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signHeaders } from '#auth';
import { KEY, type Served, serve } from './served.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

/** As the AWS SDK for Java sends it: Flink's consumers speak CBOR. */
async function ask(
  operation: string,
  input: object,
): Promise<{ status: number; type: string | null; body: Record<string, unknown> }> {
  const bytes = Buffer.from(cbor.serialize(input));
  const headers = {
    host: new URL(served.endpoint).host,
    'content-type': 'application/x-amz-cbor-1.1',
    'x-amz-target': `Kinesis_20131202.${operation}`,
  };
  const scope = { region: 'us-east-1', service: 'kinesis', now: Date.now() };
  const signed = signHeaders({ method: 'POST', path: '/', query: '', headers }, bytes, KEY, scope);
  const answer = await fetch(served.endpoint, { method: 'POST', headers: signed, body: bytes });
  const body = Buffer.from(await answer.arrayBuffer());
  const value = body.length > 0 ? cbor.deserialize(body) : {};
  return { status: answer.status, type: answer.headers.get('content-type'), body: value as Record<string, unknown> };
}

test('what Flink sends in CBOR is answered in CBOR, instants in milliseconds', async () => {
  expect(await ask('CreateStream', { StreamName: 's', ShardCount: 1 })).toMatchObject({ status: 200 });
  await new Promise((done) => setTimeout(done, 30));
  const data = new Uint8Array([0, 255, 1]);
  const put = await ask('PutRecords', { StreamName: 's', Records: [{ Data: data, PartitionKey: 'k' }] });
  expect(put).toMatchObject({ status: 200, type: 'application/x-amz-cbor-1.1', body: { FailedRecordCount: 0 } });
  const shard = { StreamName: 's', ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' };
  const { body } = await ask('GetShardIterator', shard);
  const got = await ask('GetRecords', { ShardIterator: body['ShardIterator'] });
  const [record] = got.body['Records'] as { Data: Uint8Array; ApproximateArrivalTimestamp: { tag: number; value: unknown } }[];
  expect(Buffer.from(record?.Data ?? [])).toEqual(Buffer.from(data));
  // aws: tag 1 over milliseconds — recorded request of the AWS SDK for Java 2.31
  const instant = record?.ApproximateArrivalTimestamp;
  expect(Math.abs(Date.now() - Number(instant?.value ?? instant))).toBeLessThan(60_000);
});

test('errors too', async () => {
  const { status, body } = await ask('DescribeStream', { StreamName: 'nowhere' });
  expect([status, body['__type']]).toEqual([400, 'ResourceNotFoundException']);
  expect(body['message'] ?? body['Message']).toBe('Stream nowhere under account 000000000000 not found.');
});
