import { once } from 'node:events';
import { request } from 'node:http';
import * as sdk from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signHeaders } from '#auth';
import { ROOT_KEY, SECRET, type Served, serve } from './served.ts';

// aws: the SDK for Go (aws-sdk-go-v2 service/s3 1.114) sends GetObjectAttributes so; what it signs is joined by commas without blanks —
// Signature Version 4, "Create a canonical request"

let served: Served;
beforeAll(async () => {
  served = await serve();
  const credentials = { accessKeyId: ROOT_KEY, secretAccessKey: SECRET };
  const s3 = new sdk.S3Client({ endpoint: served.endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
  await s3.send(new sdk.CreateBucketCommand({ Bucket: 'repeated' }));
  await s3.send(new sdk.PutObjectCommand({ Bucket: 'repeated', Key: 'k', Body: 'four' }));
});
afterAll(() => served.close());

async function attributes(signedAs: string, ...sent: string[]) {
  const { host, hostname, port } = new URL(served.endpoint);
  const headers = signHeaders(
    { method: 'GET', path: '/repeated/k', query: 'attributes=', headers: { host, 'x-amz-object-attributes': signedAs } },
    '',
    { accessKeyId: ROOT_KEY, secretAccessKey: SECRET },
    { region: 'us-east-1', service: 's3', now: Date.now() },
  );
  const sending = { ...headers, 'x-amz-object-attributes': sent };
  const message = request({ host: hostname, port, method: 'GET', path: '/repeated/k?attributes=', headers: sending });
  message.end();
  const [answer] = await once(message, 'response');
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece);
  return `${answer.statusCode} ${Buffer.concat(pieces)}`;
}

test('a header that comes several times is one list, and signed as one', async () => {
  const both = await attributes('ETag,ObjectSize', 'ETag', 'ObjectSize');
  expect(both).toMatch(/^200 .*<ETag>.*<ObjectSize>4<\/ObjectSize>/s);
  expect(await attributes('ETag, ObjectSize', 'ETag, ObjectSize')).toMatch(/^200 /);
});

test('and what was added on the way is noticed', async () => {
  expect(await attributes('ETag', 'ETag', 'ObjectSize')).toMatch(/^403 .*SignatureDoesNotMatch/s);
});
