import {
  CreateBucketCommand,
  DeleteBucketCorsCommand,
  GetBucketCorsCommand,
  GetObjectCommand,
  PutBucketCorsCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT_KEY, type Served, serve } from './served.ts';

// aws: every golden — recorded AWS answers in localstack tests/aws/services/s3, test_s3_cors.snapshot.json

let served: Served;
let s3: S3Client;
const Bucket = 'pages';
const origin = 'https://localhost:4200';
beforeAll(async () => {
  served = await serve();
  s3 = served.client(ROOT_KEY);
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'test-cors' }));
});
afterAll(() => served.close());

const NOT_ALLOWED =
  "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";

const granted = (headers: Headers) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-') || name === 'vary'));
const ask = async (path: string, headers: Record<string, string>) => {
  const answer = await fetch(`${served.endpoint}/${path}`, { method: 'OPTIONS', headers });
  const text = await answer.text();
  const element = (name: string) => new RegExp(`<${name}>(.*?)</${name}>`).exec(text)?.[1];
  return {
    status: answer.status,
    granted: granted(answer.headers),
    error: text === '' ? undefined : [element('Code'), element('Message'), element('Method'), element('ResourceType')],
  };
};
const rules = (...CORSRules: object[]) =>
  s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: CORSRules as never } }));

test('without rules nothing is granted, and a preflight says why', async () => {
  const wants = { origin, 'access-control-request-method': 'PUT' };
  expect((await ask(`${Bucket}/k`, {})).error).toEqual([
    'BadRequest',
    'Insufficient information. Origin request header needed.',
    undefined,
    undefined,
  ]);
  expect(await ask(`${Bucket}/k`, wants)).toEqual({
    status: 403,
    granted: {},
    error: ['AccessForbidden', 'CORSResponse: CORS is not enabled for this bucket.', 'PUT', 'BUCKET'],
  });
  expect((await ask(`${Bucket}/k`, { origin })).error?.[2]).toBe('OPTIONS');
  expect((await ask('no-such-bucket', { origin })).error).toEqual([
    'AccessForbidden',
    'CORSResponse: Bucket not found',
    'OPTIONS',
    'BUCKET',
  ]);
  await expect(s3.send(new GetBucketCorsCommand({ Bucket }))).rejects.toMatchObject({
    name: 'NoSuchCORSConfiguration',
    message: 'The CORS configuration does not exist',
  });
});

test('a rule fits by origin, method and headers, or not at all', async () => {
  await rules({
    AllowedOrigins: [origin, 'http://*.origin.com'],
    AllowedMethods: ['GET', 'PUT'],
    MaxAgeSeconds: 3000,
    AllowedHeaders: ['x-amz-expected-bucket-owner', 'x-AMZ-server-SIDE-encryption'],
    ExposeHeaders: ['x-amz-id-2', 'ETag'],
  });
  const allowed = {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, PUT',
    'access-control-allow-credentials': 'true',
    'access-control-max-age': '3000',
    'access-control-expose-headers': 'x-amz-id-2, ETag',
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
  const put = { origin, 'access-control-request-method': 'PUT' };
  expect(await ask(`${Bucket}/k`, put)).toEqual({ status: 200, granted: allowed, error: undefined });
  const headers = 'x-amz-expected-bucket-owner,X-AMZ-Server-Side-Encryption';
  expect((await ask(`${Bucket}/k`, { ...put, 'access-control-request-headers': headers })).granted).toEqual({
    ...allowed,
    'access-control-allow-headers': 'x-amz-expected-bucket-owner, x-amz-server-side-encryption',
  });
  expect(await ask(`${Bucket}/k`, { ...put, 'access-control-request-headers': 'x-other' })).toEqual({
    status: 403,
    granted: {},
    error: ['AccessForbidden', NOT_ALLOWED, 'PUT', 'OBJECT'],
  });
  expect((await ask(Bucket, { ...put, origin: 'http://test.origin.com/' })).error?.[3]).toBe('BUCKET');
  expect((await ask(Bucket, { ...put, origin: 'http://test.origin.com' })).status).toBe(200);
});

test('answers carry the grant, errors too; a page without a grant gets the answer without it', async () => {
  await rules({ AllowedOrigins: ['*'], AllowedMethods: ['GET'] });
  const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: 'k' }));
  const got = await fetch(url, { headers: { origin: 'http://random:1234' } });
  expect(await got.text()).toBe('test-cors');
  expect(granted(got.headers)).toEqual({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET',
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  });
  const refused = await fetch(`${served.endpoint}/${Bucket}/k`, { headers: { origin } });
  expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, '*']);
  // aws: the header by which browsers ask beforehand decides here too — recorded, test_cors_match_methods
  const odd = await fetch(url, { headers: { origin, 'access-control-request-method': 'PUT' } });
  expect([odd.status, granted(odd.headers)]).toEqual([200, {}]);
  const plain = await fetch(url);
  expect(granted(plain.headers)).toEqual({});
});

test('what browsers ask: names of methods and headers, empty ones too', async () => {
  // aws: recorded, radkawar/stackd s3/cors_raw_replay.json
  await rules(
    { AllowedOrigins: [origin], AllowedMethods: ['GET'], AllowedHeaders: ['x-probe-*', 'Content-Type'], MaxAgeSeconds: 17 },
    { AllowedOrigins: ['*'], AllowedMethods: ['GET'], AllowedHeaders: ['*'], MaxAgeSeconds: 41 },
  );
  const answer = async (headers: Record<string, string>) => {
    const { status, error } = await ask(`${Bucket}/k`, { origin, 'access-control-request-method': 'GET', ...headers });
    return [status, error?.[0], error?.[2]];
  };
  expect(await answer({ origin: '' })).toEqual([400, 'BadRequest', undefined]);
  for (const method of ['get', 'GET, PUT']) {
    expect(await answer({ 'access-control-request-method': method })).toEqual([400, 'BadRequest', undefined]);
  }
  expect(await answer({ 'access-control-request-method': '' })).toEqual([403, 'AccessForbidden', 'OPTIONS']);
  expect(await answer({ 'access-control-request-method': 'PATCH' })).toEqual([403, 'AccessForbidden', 'PATCH']);
  expect(await answer({ 'access-control-request-headers': 'Bad Header' })).toEqual([400, 'BadRequest', undefined]);
  const wanting = async (names: string) => {
    const { granted: got } = await ask(`${Bucket}/k`, {
      origin,
      'access-control-request-method': 'GET',
      'access-control-request-headers': names,
    });
    return [got['access-control-max-age'], got['access-control-allow-headers']];
  };
  expect(await wanting('')).toEqual(['17', undefined]);
  expect(await wanting(',')).toEqual(['17', undefined]);
  expect(await wanting('X-Probe-Z, content-type, X-Probe-Z')).toEqual(['17', 'x-probe-z, content-type, x-probe-z']);
  expect(await wanting(', X-Probe-A,,')).toEqual(['41', ', x-probe-a']);
});

test('rules that cannot be are refused; deleted ones are gone', async () => {
  await expect(rules({ AllowedOrigins: ['*'], AllowedMethods: ['MYMETHOD'] })).rejects.toMatchObject({
    name: 'InvalidRequest',
    message: 'Found unsupported HTTP method in CORS config. Unsupported method is MYMETHOD',
  });
  await expect(rules()).rejects.toMatchObject({ name: 'MalformedXML' });
  // aws: recorded, radkawar/stackd s3/cors_replay.json
  await expect(rules({ AllowedOrigins: ['*'], AllowedMethods: ['GET'], AllowedHeaders: ['not a header'] })).rejects.toMatchObject(
    { name: 'InvalidRequest', message: 'AllowedHeader "not a header" contains invalid character.' },
  );
  await expect(rules({ AllowedOrigins: ['*a*'], AllowedMethods: ['GET'] })).rejects.toMatchObject({ name: 'InvalidRequest' });
  await rules({ AllowedOrigins: [''], AllowedMethods: ['GET'] });
  expect((await s3.send(new GetBucketCorsCommand({ Bucket }))).CORSRules).toEqual([
    { AllowedOrigins: [''], AllowedMethods: ['GET'] },
  ]);
  await s3.send(new DeleteBucketCorsCommand({ Bucket }));
  await s3.send(new DeleteBucketCorsCommand({ Bucket }));
  expect((await ask(Bucket, { origin, 'access-control-request-method': 'GET' })).status).toBe(403);
});
