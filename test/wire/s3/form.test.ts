import { createHmac, randomBytes } from 'node:crypto';
import {
  CreateBucketCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ACCOUNT, ROOT_KEY, SECRET, type Served, serve, USER_KEY } from './served.ts';

// aws: every golden — recorded AWS answers in localstack tests/aws/services/s3, test_s3.snapshot.json (post object), unless marked

let served: Served;
let s3: S3Client;
const Bucket = 'forms';
beforeAll(async () => {
  served = await serve();
  s3 = new S3Client({
    endpoint: served.endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: ROOT_KEY, secretAccessKey: SECRET },
  });
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => served.close());
beforeEach(() => served.allow());

interface Wanted {
  readonly key?: string;
  readonly fields?: Record<string, string>;
  readonly conditions?: unknown[];
  readonly ends?: number;
  /** The end as it is written; else the common form. */
  readonly expiration?: string;
  readonly by?: string;
  /** Changes what was signed. */
  readonly spoil?: (fields: Record<string, string>) => void;
}

/** What boto3's generate_presigned_post makes. */
function signed({
  key = 'k',
  fields = {},
  conditions = [],
  ends = 60_000,
  expiration = new Date(Date.now() + ends).toISOString(),
  by = ROOT_KEY,
  spoil,
}: Wanted): Record<string, string> {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  const all: Record<string, string> = {
    ...fields,
    key,
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': `${by}/${day}/us-east-1/s3/aws4_request`,
    'x-amz-date': `${day}T000000Z`,
  };
  const simple = ['x-amz-algorithm', 'x-amz-credential', 'x-amz-date'].map((name) => ({ [name]: all[name] }));
  const [start = '', name] = key.split('${'); // what boto3 does
  const document = {
    expiration,
    conditions: [...conditions, { bucket: Bucket }, name ? ['starts-with', '$key', start] : { key }, ...simple],
  };
  const policy = Buffer.from(JSON.stringify(document)).toString('base64');
  const sign = (secret: string | Buffer, text: string) => createHmac('sha256', secret).update(text).digest();
  const signing = ['us-east-1', 's3', 'aws4_request'].reduce<Buffer>(sign, sign(`AWS4${SECRET}`, day));
  const form: Record<string, string> = { ...all, policy, 'x-amz-signature': sign(signing, policy).toString('hex') };
  spoil?.(form);
  return form;
}

async function post(fields: Record<string, string>, file: Blob | string = 'abcdef', filename = 'upload.txt') {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  if (typeof file === 'string') form.append('file', file);
  else form.append('file', file, filename);
  const answer = await fetch(`${served.endpoint}/${Bucket}`, { method: 'POST', body: form, redirect: 'manual' });
  const text = await answer.text();
  const element = (name: string) => new RegExp(`<${name}>(.*?)</${name}>`).exec(text)?.[1]?.replaceAll('&quot;', '"');
  return { status: answer.status, headers: answer.headers, text, element, code: element('Code'), message: element('Message') };
}
const keys = async () => (await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key) ?? [];

// aws: the type is the field's; without it an object is binary/octet-stream, whatever the browser says of the file — public reports of presigned posts
test('what the browser says of the file is no field that the policy would have to allow', async () => {
  const picture = new Blob(['abcdef'], { type: 'image/png' });
  expect((await post(signed({ key: 'picture' }), picture)).status).toBe(204);
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'picture' }))).toMatchObject({ ContentType: 'binary/octet-stream' });
});

test('a signed form makes an object, with what its fields say', async () => {
  const bytes = randomBytes(3_000_000);
  const fields = { 'x-amz-meta-test-1': 'test-meta-1', 'Content-Type': 'text/x-log', acl: 'private', 'x-ignore-me': '1' };
  const tagging = '<Tagging><TagSet><Tag><Key>a</Key><Value>b c</Value></Tag></TagSet></Tagging>';
  const conditions = [
    { 'x-amz-meta-test-1': 'test-meta-1' },
    ['starts-with', '$Content-Type', 'text/'],
    { acl: 'private' },
    ['eq', '$tagging', tagging],
  ];
  const key = 'dir/${filename}';
  const made = await post(signed({ key, fields: { ...fields, tagging }, conditions }), new Blob([bytes]), 'x 1.bin');
  expect([made.status, made.text]).toEqual([204, '']);
  expect(made.headers.get('location')).toBe(`${served.endpoint}/${Bucket}/dir/x%201.bin`);
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'dir/x 1.bin' }));
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
  expect(got).toMatchObject({ ContentType: 'text/x-log', Metadata: { 'test-1': 'test-meta-1' }, ETag: made.headers.get('etag') });
  expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'dir/x 1.bin' }))).TagSet).toEqual([
    { Key: 'a', Value: 'b c' },
  ]);
});

test('a tagging field is a document: one of another kind has no tags, what is no document is refused', async () => {
  // aws: test_post_object_with_tags
  const tagged = (key: string, tagging: string) =>
    post(signed({ key, fields: { tagging }, conditions: [['eq', '$tagging', tagging]] }));
  expect((await tagged('another', '<InvalidXmlTagging></InvalidXmlTagging>')).status).toBe(204);
  expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'another' }))).TagSet).toEqual([]);
  for (const text of ['not-xml', '<Tagging><TagSet>', '<Tagging><TagSet><Tag><Key>a</Key></Tag></TagSet></Tagging>']) {
    const said = await tagged('refused', text);
    expect([said.status, said.element('Code')]).toEqual([400, 'MalformedXML']);
  }
  expect(await keys()).not.toContain('refused');
  const [one, two] = ['<Tag><Key>a</Key><Value>&lt;1&gt;</Value></Tag>', '<Tag><Key>b</Key><Value/></Tag>'];
  expect((await tagged('two', `<Tagging><TagSet>${two}${one}</TagSet></Tagging>`)).status).toBe(400);
  expect((await tagged('two', `<Tagging><TagSet>${two}</TagSet></Tagging>`)).status).toBe(204);
  expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'two' }))).TagSet).toEqual([{ Key: 'b', Value: '' }]);
});

test('the answer: 200, 201 with a document, or a redirect that names what was made', async () => {
  const status = (value: string) =>
    signed({ fields: { success_action_status: value }, conditions: [{ success_action_status: value }] });
  const created = await post(status('201'));
  expect([created.status, created.element('Bucket'), created.element('Key')]).toEqual([201, Bucket, 'k']);
  expect(created.element('ETag')).toBe('"e80b5017098950fc58aad83c8c14978e"');
  expect((await post(status('200'))).status).toBe(200);
  expect((await post(status('418'))).status).toBe(204);
  const to = 'http://localhost.test/done?a=1';
  const redirected = await post(
    signed({ fields: { success_action_redirect: to }, conditions: [{ success_action_redirect: to }] }),
  );
  expect(redirected.status).toBe(303);
  expect(redirected.headers.get('location')).toBe(`${to}&bucket=${Bucket}&key=k&etag=%22e80b5017098950fc58aad83c8c14978e%22`);
  const broken = signed({ fields: { success_action_redirect: 'nowhere' }, conditions: [{ success_action_redirect: 'nowhere' }] });
  expect((await post(broken)).status).toBe(204);
});

test('a file may be a field', async () => {
  expect((await post(signed({ key: 'as-field' }), 'manual')).status).toBe(204);
  // test_post_object_with_file_as_string
  expect((await post(signed({ key: 'as-${filename}' }), 'manual')).status).toBe(204);
  expect(await keys()).toContain('as-${filename}');
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'as-field' }));
  expect([head.ContentLength, head.ContentType]).toEqual([6, 'binary/octet-stream']);
});

test.each<[string, Wanted, string, string]>([
  ['is over', { ends: -1000 }, 'AccessDenied', 'Invalid according to Policy: Policy expired.'],
  [
    'ends on a date of another form',
    { expiration: '2100-01-01 00:00:00+00:00' },
    'InvalidPolicyDocument',
    "Invalid Policy: Invalid 'expiration' value: '2100-01-01 00:00:00+00:00'",
  ],
  [
    'was not signed so',
    {
      spoil: (form) => {
        form['policy'] = Buffer.from('{"expiration":"2100-01-01T00:00:00Z","conditions":[]}').toString('base64');
      },
    },
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  ],
  [
    'lacks its signature',
    { spoil: (form) => void delete form['x-amz-signature'] },
    'InvalidArgument',
    "Bucket POST must contain a field named 'X-Amz-Signature'.  If it is specified, please check the order of the fields.",
  ],
  [
    'lacks its algorithm',
    { spoil: (form) => void delete form['x-amz-algorithm'] },
    'InvalidArgument',
    "Bucket POST must contain a field named 'X-Amz-Algorithm'.  If it is specified, please check the order of the fields.",
  ],
  [
    'demands another value',
    { conditions: [['eq', '$success_action_redirect', 'http://localhost.test/random']] },
    'AccessDenied',
    'Invalid according to Policy: Policy Condition failed: ["eq", "$success_action_redirect", "http://localhost.test/random"]',
  ],
  [
    'names a field without its $',
    { conditions: [['eq', 'success_action_redirect', 'http://localhost.test/random']] },
    'AccessDenied',
    'Invalid according to Policy: Policy Condition failed: ["eq", "success_action_redirect", "http://localhost.test/random"]',
  ],
  [
    'has a condition of two',
    { conditions: [{ a: '1', b: '2' }] },
    'InvalidPolicyDocument',
    'Invalid Policy: Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.',
  ],
  [
    'has a size that is no number',
    { conditions: [['content-length-range', 'test', 10]] },
    'AccessDenied',
    'Invalid according to Policy: Policy Condition failed: ["content-length-range", "test", "10"]',
  ],
  // public reports of POST Object
  [
    'does not speak of a field',
    { fields: { 'x-amz-meta-a': '1' } },
    'AccessDenied',
    'Invalid according to Policy: Extra input fields: x-amz-meta-a',
  ],
])('a form whose policy %s is refused', async (_, wanted, code, message) => {
  const refused = await post(signed({ ...wanted, key: 'never' }));
  expect([refused.code, refused.message]).toEqual([code, message]);
  expect(await keys()).not.toContain('never');
});

test('the size of the file is held to the policy, and what does not fit leaves nothing', async () => {
  const within = (file: string) => post(signed({ key: 'sized', conditions: [['content-length-range', 5, 10]] }), file);
  const big = await within('a'.repeat(12));
  expect([big.code, big.element('ProposedSize'), big.element('MaxSizeAllowed')]).toEqual(['EntityTooLarge', '12', '10']);
  const small = await within('a');
  expect([small.code, small.element('ProposedSize'), small.element('MinSizeAllowed')]).toEqual(['EntityTooSmall', '1', '5']);
  expect(await keys()).not.toContain('sized');
  expect((await within('a'.repeat(10))).status).toBe(204);
});

test('whoever signed the policy must be allowed to put; nobody may where nobody signed', async () => {
  const form = () => signed({ key: 'by-eve', by: USER_KEY });
  expect((await post(form())).message).toBe(
    `User: arn:aws:iam::${ACCOUNT}:user/eve is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::forms/by-eve" because no identity-based policy allows the s3:PutObject action`,
  );
  served.allow({ Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::forms/by-*' });
  expect((await post(form())).status).toBe(204);
  expect((await post({ key: 'by-nobody' })).message).toBe('Access Denied');
  expect((await post(signed({ key: '', by: USER_KEY }))).message).toBe('User key must have a length greater than 0.');
});

test('what is no form, or no whole form, is refused', async () => {
  const send = async (body: string, type: string) => {
    const answer = await fetch(`${served.endpoint}/${Bucket}`, { method: 'POST', body, headers: { 'content-type': type } });
    return [answer.status, /<Code>(.*?)<\/Code>/.exec(await answer.text())?.[1]];
  };
  expect(await send('x', 'application/pdf')).toEqual([412, 'PreconditionFailed']);
  expect(await send('x', 'multipart/form-data')).toEqual([400, 'MalformedPOSTRequest']);
  expect(await send('x', 'multipart/form-data; boundary=b')).toEqual([400, 'MalformedPOSTRequest']);
  expect(
    await send('--b\r\ncontent-disposition: form-data; name="key"\r\n\r\nk\r\n--b--\r\n', 'multipart/form-data; boundary=b'),
  ).toEqual([400, 'InvalidArgument']);
  const cut =
    '--b\r\ncontent-disposition: form-data; name="key"\r\n\r\nk\r\n--b\r\ncontent-disposition: form-data; name="file"\r\n\r\nabc';
  expect((await send(cut, 'multipart/form-data; boundary=b'))[0]).toBeGreaterThanOrEqual(400);
  const long = `--b\r\ncontent-disposition: form-data; name="key"\r\n\r\n${'k'.repeat(30_000)}\r\n--b--\r\n`;
  expect(await send(long, 'multipart/form-data; boundary=b')).toEqual([400, 'MaxPostPreDataLengthExceeded']);
  expect(await keys()).not.toContain('k'.repeat(10));
});

test('metadata of forms means what it says, whatever it looks like', async () => {
  // aws: test_post_object_with_unicode_metadata
  const fields = {
    'Cache-Control': 'non-ascii-%E2%80%94_—_é_',
    'x-amz-meta-nonascii': 'ÄMÄZÕÑ S3',
    'x-amz-meta-nonascii-2': 'test_—_file%E2%80%94_é_2👑.pdf',
    'x-amz-meta-utf-8': '\x00\x01\x02\x03\x04',
    'x-amz-meta-b-encoded': '=?UTF-8?B?YWJj?=',
  };
  const conditions = Object.entries(fields).map(([name, value]) => ['eq', `$${name}`, value]);
  expect((await post(signed({ key: 'words', fields, conditions }))).status).toBe(204);
  const told = await s3.send(new HeadObjectCommand({ Bucket, Key: 'words' }));
  expect(told.CacheControl).toBe('non-ascii-%E2%80%94_ _é_');
  expect(told.Metadata).toEqual({
    nonascii: '=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?=',
    'nonascii-2': '=?UTF-8?Q?test=5F=E2=80=94=5Ffile%E2%80%94=5F=C3=A9=5F2=F0=9F=91=91.pdf?=',
    'utf-8': '=?UTF-8?B?AAECAwQ=?=',
    'b-encoded': '=?UTF-8?B?YWJj?=',
  });
});
