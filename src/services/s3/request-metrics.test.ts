import { expect, test } from 'vitest';
import type { MetricsConfiguration } from '#api/s3';
import type { BucketRow } from './bucket-store.ts';
import { type AnsweredRequest, RequestMeter } from './request-metrics.ts';

const bucketWith = (...metrics: MetricsConfiguration[]): BucketRow => ({
  id: 1,
  partition: 'aws',
  name: 'b',
  account: '1',
  region: 'r',
  createdAt: new Date(0),
  settings: { metrics },
});
const request = (more: Partial<AnsweredRequest>): AnsweredRequest => ({
  method: 'GET',
  operation: 'GetObject',
  status: 200,
  durationMs: 5,
  firstByteMs: 2,
  bytesIn: 0,
  bytesOut: 0,
  bucket: bucketWith({ Id: 'all' }),
  key: 'k',
  ...more,
});
const drained = (meter: RequestMeter) =>
  Object.fromEntries(
    [...meter.drain()].map(({ dimensions, unit, tallied: { name, count, sum, min, max } }) => [
      `${dimensions['FilterId']} ${name}`,
      [count, sum, min, max, unit],
    ]),
  );

test('requests by their method, errors and bytes', () => {
  const meter = new RequestMeter();
  meter.count(request({ bytesOut: 100 }));
  meter.count(request({ method: 'PUT', operation: 'PutObject', bytesIn: 70, durationMs: 15 }));
  meter.count(request({ status: 404, bytesOut: 30 }));
  meter.count(request({ operation: 'ListObjectsV2', status: 503, key: undefined }));
  meter.count(request({ method: 'HEAD', operation: 'HeadObject', bytesOut: 9 }));
  expect(drained(meter)).toEqual({
    'all AllRequests': [5, 5, 1, 1, 'Count'],
    'all GetRequests': [2, 2, 1, 1, 'Count'],
    'all PutRequests': [1, 1, 1, 1, 'Count'],
    'all ListRequests': [1, 1, 1, 1, 'Count'],
    'all HeadRequests': [1, 1, 1, 1, 'Count'],
    'all 4xxErrors': [5, 1, 0, 1, 'Count'],
    'all 5xxErrors': [5, 1, 0, 1, 'Count'],
    'all FirstByteLatency': [5, 10, 2, 2, 'Milliseconds'],
    'all TotalRequestLatency': [5, 35, 5, 15, 'Milliseconds'],
    'all BytesUploaded': [1, 70, 70, 70, 'Bytes'],
    'all BytesDownloaded': [2, 130, 30, 100, 'Bytes'],
  });
  expect(drained(meter)).toEqual({});
});

test('under each configuration that it falls under, and none where there is none', () => {
  const meter = new RequestMeter();
  const bucket = bucketWith(
    { Id: 'all' },
    { Id: 'logs', Filter: { Prefix: 'logs/' } },
    { Id: 'tmp', Filter: { And: { Prefix: 'tmp/' } } },
  );
  for (const key of ['logs/1', 'logs/2', 'tmp/1', undefined]) meter.count(request({ bucket, key }));
  meter.count(request({ bucket: bucketWith() }));
  const found = drained(meter);
  expect(['all', 'logs', 'tmp'].map((id) => found[`${id} AllRequests`]?.[1])).toEqual([4, 2, 1]);
});
