import { createHmac } from 'node:crypto';
import { get, type IncomingMessage } from 'node:http';
import {
  CreateBucketCommand,
  HeadObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ROOT_KEY, SECRET, type Served, serve, USER_KEY } from './served.ts';

// aws: goldens — recorded AWS answers (us-east-1, February 2026) in localstack tests/aws/services/s3; the name of the recording stands at each, unless marked

let served: Served;
let s3: S3Client;
const Bucket = 'version2';
beforeAll(async () => {
  served = await serve();
  s3 = served.client(ROOT_KEY);
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => served.close());
beforeEach(() => served.allow());

const sign = (text: string) => createHmac('sha1', SECRET).update(text).digest('base64');

interface Wanted {
  readonly method?: string;
  /** As it is signed: `/bucket/key?acl`. */
  readonly resource?: string;
  readonly headers?: Record<string, string>;
  /** Stand in the URL for `x-amz-` headers. */
  readonly hoisted?: Record<string, string>;
  readonly expires?: number | string;
  readonly by?: string;
}

const soon = () => Math.floor(Date.now() / 1000) + 60;

/** What the AWS CLI 1 and boto3 make in us-east-1. */
function presigned({
  method = 'GET',
  resource = `/${Bucket}/k`,
  headers = {},
  hoisted = {},
  expires = soon(),
  by = ROOT_KEY,
}: Wanted) {
  const lines = [headers['content-md5'] ?? '', headers['content-type'] ?? '', expires];
  const amazon = Object.entries(hoisted).map(([name, value]) => `${name}:${value}\n`);
  const signature = sign(`${method}\n${lines.map((line) => `${line}\n`).join('')}${amazon.sort().join('')}${resource}`);
  const [path = '', query = ''] = resource.split('?');
  const parameters = new URLSearchParams({ AWSAccessKeyId: by, Signature: signature, Expires: String(expires), ...hoisted });
  return `${served.endpoint}${path}?${query === '' ? '' : `${query}&`}${parameters}`;
}

async function ask(url: string, init: RequestInit = {}) {
  const answer = await fetch(url, init);
  const body = await answer.text();
  const element = (name: string) => new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(body)?.[1];
  return { status: answer.status, headers: answer.headers, body, code: element('Code'), message: element('Message'), element };
}

test('URLs put, get, head, delete; parameters that are part of the resource; overrides', async () => {
  const put = await ask(presigned({ method: 'PUT' }), { method: 'PUT', body: Buffer.from('by url') });
  expect([put.status, put.body]).toEqual([200, '']);
  const got = await ask(presigned({ resource: `/${Bucket}/k?response-content-type=text/x` }));
  expect([got.body, got.headers.get('content-type')]).toEqual(['by url', 'text/x']);
  expect((await ask(presigned({ resource: `/${Bucket}/k?tagging` }))).body).toContain('<TagSet');
  expect((await ask(presigned({ method: 'HEAD' }), { method: 'HEAD' })).headers.get('content-length')).toBe('6');
  expect((await ask(presigned({ resource: `/${Bucket}` }))).body).toContain('<Key>k</Key>');
  const { port, search } = new URL(presigned({}));
  const ofHost = await new Promise<IncomingMessage>((resolve) => {
    get({ host: '127.0.0.1', port, path: `/k${search}`, headers: { host: `${Bucket}.s3.amazonaws.com` } }, resolve);
  });
  expect((await ofHost.toArray()).join('')).toBe('by url');
  expect((await ask(presigned({ method: 'DELETE' }), { method: 'DELETE' })).status).toBe(204);
});

test('headers of version 2 count, others do not — test_s3_put_presigned_url_with_different_headers[s3]', async () => {
  const put = (wanted: Wanted, headers: Record<string, string>) =>
    ask(presigned({ method: 'PUT', ...wanted }), { method: 'PUT', body: Buffer.from('data'), headers });
  const typed = { headers: { 'content-type': 'text/plain' } };
  expect((await put(typed, { 'content-type': 'text/plain' })).status).toBe(200);
  const wrong = await put(typed, { 'content-type': 'text/xml' });
  expect([wrong.status, wrong.code]).toEqual([403, 'SignatureDoesNotMatch']);
  expect((await put({}, { 'content-encoding': 'identity', 'content-type': 'text/xml' })).status).toBe(403);
  expect((await put({}, { 'content-encoding': 'gzip' })).status).toBe(200);
});

test('what stands in the URL for a header is the header — test_put_url_metadata_with_sig_s3, test_put_unicode_metadata_with_sig_s3', async () => {
  const url = presigned({ method: 'PUT', hoisted: { 'x-amz-meta-foo': 'bar', 'x-amz-meta-uni': 'non-ascii-%E2%80%94_—_é_' } });
  expect((await ask(url, { method: 'PUT', body: Buffer.from('x') })).status).toBe(200);
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'k' }))).Metadata).toEqual({
    foo: 'bar',
    uni: '=?UTF-8?Q?non-ascii-%E2%80%94=5F=E2=80=94=5F=C3=A9=5F?=',
  });
  const added = await ask(url, { method: 'PUT', body: Buffer.from('x'), headers: { 'x-amz-meta-wrong': 'wrong' } });
  expect([added.status, added.code]).toEqual([403, 'SignatureDoesNotMatch']);
});

test('refusals', async () => {
  // test_presigned_url_signature_authentication[s3-False]
  const url = presigned({});
  const wrong = await ask(url.replace('/k?', '/other?'));
  expect(wrong.message).toBe(
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  );
  const signature = new URL(url).searchParams;
  const text = `GET\n\n\n${signature.get('Expires')}\n/${Bucket}/other`;
  expect([wrong.element('AWSAccessKeyId'), wrong.element('SignatureProvided'), wrong.element('StringToSign')]).toEqual([
    ROOT_KEY,
    signature.get('Signature'),
    text,
  ]);
  expect(wrong.element('StringToSignBytes')).toBe(
    Buffer.from(text)
      .toString('hex')
      .replace(/..(?=.)/g, '$& '),
  );
  expect(wrong.element('CanonicalRequest')).toBeUndefined();
  // test_s3_presigned_url_expired[s3]
  const old = await ask(presigned({ expires: 1_700_000_000 }));
  expect([old.status, old.code, old.message, old.element('Expires')]).toEqual([
    403,
    'AccessDenied',
    'Request has expired',
    '2023-11-14T22:13:20Z',
  ]);
  expect(old.element('ServerTime')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  expect(old.element('X-Amz-Expires')).toBeUndefined();
  // test_s3_put_presigned_url_missing_sig_param[s3]
  const part = await ask(url.replace(/&Expires=\d+/, ''));
  expect([part.status, part.code]).toEqual([403, 'AccessDenied']);
  const unknown = await ask(presigned({ by: 'AKIANOBODY' }));
  expect([unknown.status, unknown.code, unknown.element('AWSAccessKeyId')]).toEqual([403, 'InvalidAccessKeyId', 'AKIANOBODY']);
  const both = await ask(`${url}&X-Amz-Algorithm=AWS4-HMAC-SHA256`);
  expect([both.status, both.code, both.message?.slice(0, 31)]).toEqual([
    400,
    'InvalidArgument',
    'Only one auth mechanism allowed',
  ]);
  // who was given a URL makes no other operation of it, and no conditions
  const code = async (more: string) => (await ask(`${presigned({ method: 'PUT' })}&${more}`, { method: 'PUT' })).code;
  for (const more of ['retention', 'legal-hold', 'acl', 'tagging', 'response-content-type=x', 'x-amz-acl=private']) {
    expect([await code(more), more]).toEqual(['SignatureDoesNotMatch', more]);
  }
  for (const more of ['uploads', 'attributes']) expect([await code(more), more]).toEqual(['MethodNotAllowed', more]);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
  expect((await ask(`${presigned({})}&if-none-match=*`)).status).toBe(200);
});

test('signed in the header: taken too — test_presigned_url_signature_authentication_multi_part[s3-False], whose client signs so', async () => {
  const send = (method: string, resource: string, date: string) => {
    const authorization = `AWS ${ROOT_KEY}:${sign(`${method}\n\n\n${date}\n${resource}`)}`;
    return ask(`${served.endpoint}${resource}`, { method, headers: { date, authorization } });
  };
  const now = new Date().toUTCString();
  expect((await send('POST', `/${Bucket}/k?uploads`, now)).body).toContain('<UploadId>');
  expect((await send('GET', '/', now)).body).toContain(`<Name>${Bucket}</Name>`);
  expect((await send('GET', '/', new Date(Date.now() - 3_600_000).toUTCString())).code).toBe('RequestTimeTooSkewed');
  const none = await ask(`${served.endpoint}/`, { headers: { authorization: 'AWS nothing' } });
  expect([none.status, none.code, none.element('ArgumentValue')]).toEqual([400, 'InvalidArgument', 'AWS nothing']);
});

test('forms — test_post_request_missing_fields[s3], test_post_request_missing_signature[s3], test_post_request_malformed_policy[s3]', async () => {
  const policyOf = (conditions: unknown[]) =>
    Buffer.from(JSON.stringify({ expiration: new Date(Date.now() + 60_000), conditions })).toString('base64');
  const post = (
    change: (fields: Record<string, string>) => void = () => {},
    conditions: unknown[] = [{ bucket: Bucket }, { key: 'f' }],
  ) => {
    const policy = policyOf(conditions);
    const fields: Record<string, string> = { key: 'f', AWSAccessKeyId: ROOT_KEY, policy, signature: sign(policy) };
    change(fields);
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob(['by form']), 'f');
    return ask(`${served.endpoint}/${Bucket}`, { method: 'POST', body: form });
  };
  expect((await post()).status).toBe(204);
  expect((await ask(presigned({ resource: `/${Bucket}/f` }))).body).toBe('by form');
  const absent = (name: string) =>
    `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`;
  for (const name of ['AWSAccessKeyId', 'signature']) {
    const told = await post((fields) => void delete fields[name]);
    const wanted = name === 'signature' ? 'Signature' : name;
    expect([told.status, told.code, told.message, told.element('ArgumentName')]).toEqual([
      400,
      'InvalidArgument',
      absent(wanted),
      wanted,
    ]);
  }
  expect((await post((fields) => void Object.assign(fields, { AWSAccessKeyId: 'AKIANOBODY' }))).code).toBe('InvalidAccessKeyId');
  const other = policyOf([]);
  const wrong = await post((fields) => void Object.assign(fields, { policy: other }));
  expect([wrong.status, wrong.code, wrong.element('StringToSign')]).toEqual([403, 'SignatureDoesNotMatch', other]);
  expect(wrong.element('StringToSignBytes')).toMatch(/^([0-9a-f]{2} ?)+$/);
  expect((await post((fields) => void Object.assign(fields, { acl: 'private' }))).message).toMatch(/Extra input fields: acl$/);
});

test('policies see it; other services do not take it', async () => {
  const url = (hoisted = {}) => presigned({ by: USER_KEY, hoisted });
  await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
  const statement = (Condition: object) => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Condition });
  served.allow(
    statement({ StringEquals: { 's3:signatureversion': 'AWS', 's3:authType': 'REST-QUERY-STRING', 's3:signatureAge': '0' } }),
  );
  expect((await ask(url())).body).toBe('x');
  served.allow(statement({ StringEquals: { 's3:signatureversion': 'AWS4-HMAC-SHA256' } }));
  expect((await ask(url())).code).toBe('AccessDenied');
  // S3 API reference, "Amazon S3 signature version 4 authentication specific policy keys": the way to do without version 2
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: `arn:aws:s3:::${Bucket}/*`,
        Condition: { StringEquals: { 's3:signatureversion': 'AWS' } },
      },
    ],
  });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  expect((await ask(presigned({}))).code).toBe('AccessDenied');
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'k' }))).ContentLength).toBe(1);
  const kms = {
    'x-amz-target': 'TrentService.ListKeys',
    'content-type': 'application/x-amz-json-1.1',
    authorization: `AWS ${ROOT_KEY}:x`,
  };
  const other = await ask(`${served.endpoint}/`, { method: 'POST', headers: kms, body: '{}' });
  expect([other.status, JSON.parse(other.body).__type]).toEqual([403, 'IncompleteSignatureException']);
});
