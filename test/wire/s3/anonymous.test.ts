import * as sdk from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { record } from './recorder.ts';
import type { Served } from './served.ts';

let served: Served;
let s3: sdk.S3Client;
const Bucket = 'everybodys';
beforeAll(async () => {
  ({ served, s3 } = await record(Bucket));
  await s3.send(new sdk.DeletePublicAccessBlockCommand({ Bucket }));
  const Statement = {
    Effect: 'Allow',
    Principal: '*',
    Action: ['s3:GetObject', 's3:PutObject'],
    Resource: `arn:aws:s3:::${Bucket}/*`,
  };
  await s3.send(new sdk.PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }));
  await s3.send(new sdk.PutObjectCommand({ Bucket, Key: 'k', Body: 'here' }));
});
afterAll(() => served.close());

async function unsigned(method: string, path: string, headers: Record<string, string> = {}): Promise<[number, string]> {
  const answer = await fetch(`${served.endpoint}/${Bucket}/${path}`, {
    method,
    headers,
    ...(method === 'PUT' && { body: 'new' }),
  });
  const text = await answer.text();
  return [answer.status, /<Message>(.*?)<\/Message>/.exec(text)?.[1] ?? text];
}

test('whoever has not signed reads and writes what he may, whole objects at once', async () => {
  expect(await unsigned('GET', 'k')).toEqual([200, 'here']);
  expect(await unsigned('PUT', 'mine')).toEqual([200, '']);
  expect(await unsigned('POST', 'mine?uploads')).toEqual([
    403,
    'Anonymous users cannot initiate multipart uploads.  Please authenticate.',
  ]);
  expect(await unsigned('PUT', 'copy', { 'x-amz-copy-source': `/${Bucket}/k` })).toEqual([
    403,
    'Anonymous users cannot copy objects.  Please authenticate.',
  ]);
});

test('and does not choose the headers of the answer', async () => {
  for (const override of ['response-content-type=text/x', 'response-expires=Thu%2C%2001%20Dec%202033%2016%3A00%3A00%20GMT']) {
    expect(await unsigned('GET', `k?${override}`)).toEqual([
      400,
      'Request specific response headers cannot be used for anonymous GET requests.',
    ]);
  }
});

test('a request for something of an object does not write over it, or delete it', async () => {
  const key = { Bucket, Key: 'kept' };
  await s3.send(new sdk.PutObjectCommand({ ...key, Body: 'kept' }));
  expect(await unsigned('PUT', 'kept?partNumber=1')).toEqual([400, 'This operation does not accept partNumber without uploadId']);
  const notAllowed = 'The specified method is not allowed against this resource.';
  for (const [method, query] of [
    ['PUT', 'uploadId=u'],
    ['PUT', 'uploads'],
    ['DELETE', 'acl'],
    ['DELETE', 'retention'],
  ] as const) {
    expect(await unsigned(method, `kept?${query}`)).toEqual([405, notAllowed]);
  }
  expect(await (await s3.send(new sdk.GetObjectCommand(key))).Body?.transformToString()).toBe('kept');
});
