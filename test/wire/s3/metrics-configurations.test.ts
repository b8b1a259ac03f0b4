import * as s3 from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT_KEY, type Served, serve } from './served.ts';

let served: Served;
let client: s3.S3Client;
const Bucket = 'measured';
beforeAll(async () => {
  served = await serve();
  client = served.client(ROOT_KEY);
  await client.send(new s3.CreateBucketCommand({ Bucket }));
});
afterAll(async () => {
  client.destroy();
  await served.close();
});

const put = (Id: string, Filter?: s3.MetricsFilter, configured = Id) =>
  client.send(new s3.PutBucketMetricsConfigurationCommand({ Bucket, Id, MetricsConfiguration: { Id: configured, Filter } }));
const get = async (Id: string) =>
  (await client.send(new s3.GetBucketMetricsConfigurationCommand({ Bucket, Id }))).MetricsConfiguration;
const list = (ContinuationToken?: string) =>
  client.send(new s3.ListBucketMetricsConfigurationsCommand({ Bucket, ContinuationToken }));
const refusal = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call;
  } catch (thrown) {
    const { name, message, $metadata } = thrown as s3.S3ServiceException;
    return `${name} (${$metadata.httpStatusCode}): ${message}`;
  }
  return 'nothing was refused';
};
const MISSING = 'NoSuchConfiguration (404): The specified configuration does not exist.';

test('a configuration from put to delete', async () => {
  expect((await list()).MetricsConfigurationList).toBeUndefined();
  expect(await refusal(get('all'))).toBe(MISSING);
  await put('all');
  await put('logs', { Prefix: 'logs/' });
  expect(await get('all')).toEqual({ Id: 'all' });
  expect(await get('logs')).toEqual({ Id: 'logs', Filter: { Prefix: 'logs/' } });
  await put('logs', { Prefix: 'log/' });
  expect((await list()).MetricsConfigurationList).toEqual([{ Id: 'all' }, { Id: 'logs', Filter: { Prefix: 'log/' } }]);
  await client.send(new s3.DeleteBucketMetricsConfigurationCommand({ Bucket, Id: 'logs' }));
  expect(await refusal(client.send(new s3.DeleteBucketMetricsConfigurationCommand({ Bucket, Id: 'logs' })))).toBe(MISSING);
});

test('what cannot be measured is refused', async () => {
  expect(await refusal(put('tagged', { Tag: { Key: 'a', Value: 'b' } }))).toContain('NotImplemented (501)');
  // aws: recorded, radkawar/stackd s3/request_metrics_control_replay.json
  const malformed = 'MalformedXML (400)';
  expect(await refusal(put('one', undefined, 'other'))).toContain(malformed);
  expect(await refusal(put('one', { Prefix: '' }))).toContain(malformed);
  expect(await refusal(put('one', { And: { Prefix: 'never/' } }))).toContain(malformed);
  expect(await refusal(put('one', { And: { Tags: [{ Key: 'a', Value: '1' }] } }))).toContain(malformed);
  for (const id of ['a'.repeat(65), 'with space', 'a/b', 'é']) expect(await refusal(put(id)), id).toContain(malformed);
  for (const id of ['a'.repeat(64), 'a.b_C-9']) {
    await put(id, { Prefix: 'never/' });
    await client.send(new s3.DeleteBucketMetricsConfigurationCommand({ Bucket, Id: id }));
  }
});

test('a hundred in one answer', async () => {
  for (let i = 0; i < 105; i++) await put(`many-${String(i).padStart(3, '0')}`);
  const first = await list();
  expect([first.IsTruncated, first.MetricsConfigurationList?.length]).toEqual([true, 100]);
  const rest = await list(first.NextContinuationToken);
  expect([rest.IsTruncated, rest.MetricsConfigurationList?.at(-1)?.Id]).toEqual([false, 'many-104']);
});
