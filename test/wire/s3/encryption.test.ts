import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetBucketEncryptionCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCOUNT, ROOT_KEY, type Served, serve, USER_KEY } from './served.ts';

// aws: goldens — recorded AWS answers in localstack tests/aws/services/s3 (sse, sse_c, kms), unless marked

let served: Served;
let s3: S3Client;
let eve: S3Client;
let keyId: string;
let keyArn: string;
const Bucket = 'sealed';
beforeAll(async () => {
  served = await serve();
  s3 = served.client(ROOT_KEY);
  eve = served.client(USER_KEY);
  await s3.send(new CreateBucketCommand({ Bucket }));
  const { KeyMetadata } = (await served.kms('CreateKey')) as { KeyMetadata: { KeyId: string; Arn: string } };
  keyId = KeyMetadata.KeyId;
  keyArn = KeyMetadata.Arn;
});
afterAll(() => served.close());

const MB = 1024 * 1024;
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (failure: Error) => `${failure.name}: ${failure.message}`,
  );
/** All bytes that lie on the disk. */
async function disk(): Promise<Buffer> {
  const entries = await readdir(served.directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name)));
  return Buffer.concat(await Promise.all(files));
}
const read = async (Key: string, more: object = {}, by = s3) => {
  const got = await by.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return { ...got, bytes: Buffer.from((await got.Body?.transformToByteArray()) ?? []) };
};
const customer = (key: Buffer) => ({
  SSECustomerAlgorithm: 'AES256',
  SSECustomerKey: key.toString('base64'),
  SSECustomerKeyMD5: createHash('md5').update(key).digest('base64'),
});

test.each([50, 40_000, 3 * MB + 7])(
  '%i bytes under a KMS key are on the disk encrypted, and read back whole and in part',
  async (size) => {
    const bytes = randomBytes(size);
    const Key = `kms-${size}`;
    const put = await s3.send(
      new PutObjectCommand({ Bucket, Key, Body: bytes, ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyId }),
    );
    expect(put).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyArn });
    expect(put.BucketKeyEnabled).toBeUndefined();
    expect(put.ETag).toMatch(/^"[0-9a-f]{32}"$/);
    expect(put.ETag).not.toBe(`"${createHash('md5').update(bytes).digest('hex')}"`);
    const got = await read(Key);
    expect(got.bytes.equals(bytes)).toBe(true);
    expect(got).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyArn, ETag: put.ETag });
    const middle = Math.floor(size / 2) + 3;
    const part = await read(Key, { Range: `bytes=${middle}-${size - 2}` });
    expect(part.bytes.equals(bytes.subarray(middle, size - 1))).toBe(true);
    expect((await disk()).includes(bytes.subarray(10, 42))).toBe(false);
  },
);

test('the caller needs the key, and what KMS says of the key is passed on', async () => {
  const statement = (...Action: string[]) => ({ Effect: 'Allow', Action, Resource: '*' });
  served.allow(statement('s3:*'));
  const put = (SSEKMSKeyId: string | undefined, by = s3, Key = 'rights') =>
    by.send(
      new PutObjectCommand({ Bucket, Key, Body: 'x', ServerSideEncryption: 'aws:kms', ...(SSEKMSKeyId && { SSEKMSKeyId }) }),
    );
  const denied = (action: string) =>
    `AccessDenied: User: arn:aws:iam::${ACCOUNT}:user/eve is not authorized to perform: ${action} on resource: ${keyArn} because no identity-based policy allows the ${action} action`;
  expect(await refused(put(keyId, eve))).toBe(denied('kms:GenerateDataKey'));
  served.allow(statement('s3:*', 'kms:GenerateDataKey'));
  await put(keyId, eve);
  expect(await refused(read('rights', {}, eve))).toBe(denied('kms:Decrypt'));
  const via = { Condition: { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } } };
  const context = { StringEquals: { 'kms:EncryptionContext:aws:s3:arn': `arn:aws:s3:::${Bucket}/rights` } };
  served.allow(statement('s3:*'), {
    ...statement('kms:Decrypt'),
    Condition: { StringEquals: { ...via.Condition.StringEquals, ...context.StringEquals } },
  });
  expect((await read('rights', {}, eve)).bytes.toString()).toBe('x');

  expect(await refused(put('fake-key-id'))).toBe("KMS.NotFoundException: Invalid keyId 'fake-key-id'");
  const absent = '134f2428-cec1-4b25-a1ae-9048164dba47';
  expect(await refused(put(absent))).toBe(
    `KMS.NotFoundException: Key 'arn:aws:kms:us-east-1:${ACCOUNT}:key/${absent}' does not exist`,
  );
  expect(await refused(put(keyArn.replace('us-east-1', 'eu-west-1')))).toBe('KMS.NotFoundException: Invalid arn eu-west-1');
  const { KeyMetadata } = (await served.kms('CreateKey')) as { KeyMetadata: { KeyId: string; Arn: string } };
  await put(KeyMetadata.KeyId, s3, 'disabled');
  await served.kms('DisableKey', { KeyId: KeyMetadata.KeyId });
  const disabled = `KMS.DisabledException: ${KeyMetadata.Arn} is disabled.`;
  expect(await refused(put(KeyMetadata.KeyId))).toBe(disabled);
  expect(await refused(read('disabled'))).toBe(disabled);
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'disabled' }))).SSEKMSKeyId).toBe(KeyMetadata.Arn);
  await served.kms('ScheduleKeyDeletion', { KeyId: KeyMetadata.KeyId });
  expect(await refused(read('disabled'))).toBe(`KMS.KMSInvalidStateException: ${KeyMetadata.Arn} is pending deletion.`);
  // nobody signs for what nobody signed
  const unsigned = await fetch(`${served.endpoint}/${Bucket}/rights`);
  expect(unsigned.status).toBe(403);
});

test('a default of the bucket holds for what does not ask for another, with a bucket key where it says so', async () => {
  const Default = 'sealed-by-default';
  await s3.send(new CreateBucketCommand({ Bucket: Default }));
  const setTo = (rule: object) =>
    s3.send(new PutBucketEncryptionCommand({ Bucket: Default, ServerSideEncryptionConfiguration: { Rules: [rule as never] } }));
  const put = (Key: string, more: object = {}) =>
    s3.send(new PutObjectCommand({ Bucket: Default, Key, Body: 'test-sse', ...more }));
  await setTo({ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' }, BucketKeyEnabled: true });
  const managed = await put('managed');
  expect(managed).toMatchObject({ ServerSideEncryption: 'aws:kms', BucketKeyEnabled: true });
  const described = (await served.kms('DescribeKey', { KeyId: 'alias/aws/s3' })) as { KeyMetadata: { Arn: string } };
  expect(managed.SSEKMSKeyId).toBe(described.KeyMetadata.Arn);
  const got = await s3.send(new GetObjectCommand({ Bucket: Default, Key: 'managed' }));
  expect(await got.Body?.transformToString()).toBe('test-sse');
  await setTo({
    ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyId },
    BucketKeyEnabled: false,
  });
  expect(await put('own')).toMatchObject({ SSEKMSKeyId: keyArn });
  expect(await put('plain', { ServerSideEncryption: 'AES256' })).toMatchObject({
    ServerSideEncryption: 'AES256',
    ETag: `"${createHash('md5').update('test-sse').digest('hex')}"`,
  });
  expect((await s3.send(new GetBucketEncryptionCommand({ Bucket: Default }))).ServerSideEncryptionConfiguration?.Rules).toEqual([
    { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyId }, BucketKeyEnabled: false },
  ]);
  expect(await refused(setTo({ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256', KMSMasterKeyID: keyId } }))).toBe(
    'InvalidArgument: a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse',
  );
});

test('an upload in parts: each part encrypted, read across them; copies change the encryption', { timeout: 60_000 }, async () => {
  const Key = 'parts';
  const bytes = [randomBytes(5 * MB + 11), randomBytes(5 * MB), randomBytes(1000)] as const;
  const kms = { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyId } as const;
  const begun = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...kms, BucketKeyEnabled: true }));
  expect(begun).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyArn, BucketKeyEnabled: true });
  const { UploadId } = begun;
  const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
  for (const [at, Body] of bytes.slice(0, 2).entries()) {
    const part = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: at + 1, Body }));
    expect(part).toMatchObject({ ServerSideEncryption: 'aws:kms', BucketKeyEnabled: true });
    Parts.push({ PartNumber: at + 1, ETag: part.ETag });
  }
  await s3.send(new PutObjectCommand({ Bucket, Key: 'plain-source', Body: bytes[2] }));
  const copied = await s3.send(
    new UploadPartCopyCommand({ Bucket, Key, UploadId, PartNumber: 3, CopySource: `${Bucket}/plain-source` }),
  );
  Parts.push({ PartNumber: 3, ETag: copied.CopyPartResult?.ETag });
  const done = await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
  expect(done).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyArn });
  const whole = Buffer.concat(bytes);
  expect((await read(Key)).bytes.equals(whole)).toBe(true);
  const from = 5 * MB - 5;
  expect((await read(Key, { Range: `bytes=${from}-${from + 40}` })).bytes.equals(whole.subarray(from, from + 41))).toBe(true);
  expect((await read(Key, { PartNumber: 2 })).bytes.equals(bytes[1])).toBe(true);
  expect((await disk()).includes(bytes[2].subarray(0, 64))).toBe(true); // the plain source

  const copy = (CopySource: string, more: object = {}) =>
    s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/${CopySource}`, ...more }));
  expect(await copy(Key)).toMatchObject({
    ServerSideEncryption: 'AES256',
    CopyObjectResult: { ETag: `"${createHash('md5').update(whole).digest('hex')}"` },
  });
  expect((await read('copy')).bytes.equals(whole)).toBe(true);
  expect(await copy('plain-source', kms)).toMatchObject({ SSEKMSKeyId: keyArn });
  expect((await read('copy')).bytes.equals(bytes[2])).toBe(true);
  const again = await copy('copy', { ...kms });
  expect(again.SSEKMSKeyId).toBe(keyArn);
  expect((await read('copy')).bytes.equals(bytes[2])).toBe(true);
});

test("under a customer's key: nothing is read without it", async () => {
  const key = customer(randomBytes(32));
  const bytes = randomBytes(100_003);
  const put = await s3.send(new PutObjectCommand({ Bucket, Key: 'customer', Body: bytes, ...key }));
  expect(put).toMatchObject({ SSECustomerAlgorithm: 'AES256', SSECustomerKeyMD5: key.SSECustomerKeyMD5 });
  expect(put.ServerSideEncryption).toBeUndefined();
  expect((await read('customer', key)).bytes.equals(bytes)).toBe(true);
  expect((await read('customer', { ...key, Range: 'bytes=99-200' })).bytes.equals(bytes.subarray(99, 201))).toBe(true);
  const stored = await disk();
  expect(stored.includes(bytes.subarray(0, 32))).toBe(false);
  expect(stored.includes(Buffer.from(key.SSECustomerKey, 'base64'))).toBe(false);
  expect(stored.includes(key.SSECustomerKey)).toBe(false);
  const get = (more: object) => refused(read('customer', more));
  expect(await get({})).toBe(
    'InvalidRequest: The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.',
  );
  expect(await get(customer(randomBytes(32)))).toBe(
    'AccessDenied: Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.',
  );
  expect(await get({ ...key, SSECustomerAlgorithm: 'KMS' })).toBe(
    'InvalidEncryptionAlgorithmError: The Encryption request you specified is not valid. Supported value: AES256.',
  );
  // aws: of a request to read, a key of another size is a wrong one — test_object_retrieval_sse_c (`get-obj-sse-c-no-md5`)
  expect(await get(customer(randomBytes(44)))).toBe(
    'AccessDenied: Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.',
  );
  const write = (more: object) => refused(s3.send(new PutObjectCommand({ Bucket, Key: 'refused', Body: 'x', ...key, ...more })));
  expect(await write(customer(randomBytes(16)))).toBe('InvalidArgument: The secret key was invalid for the specified algorithm.');
  // test_put_object_validation_sse_c
  expect(await write({ ServerSideEncryption: 'AES256', SSECustomerAlgorithm: 'KMS' })).toBe(
    'InvalidArgument: Server Side Encryption with Customer provided key is incompatible with the encryption method specified',
  );
  // radkawar/stackd s3/customer_encryption_control_replay.json
  for (const more of [{ SSEKMSKeyId: 'alias/aws/s3' }, { SSEKMSEncryptionContext: 'e30=' }]) {
    expect(await write(more)).toMatch(/^InvalidArgument: /);
  }
  await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'customer' }))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 400 },
  });
  const attributes = { Bucket, Key: 'customer', ObjectAttributes: ['ObjectSize' as const] };
  expect((await s3.send(new GetObjectAttributesCommand({ ...attributes, ...key }))).ObjectSize).toBe(100_003);
  expect(await refused(s3.send(new GetObjectAttributesCommand(attributes)))).toContain('InvalidRequest');
  expect(
    await refused(s3.send(new PutObjectCommand({ Bucket, Key: 'x', Body: 'x', ...key, ServerSideEncryption: 'AES256' }))),
  ).toBe(
    'InvalidArgument: Server Side Encryption with Customer provided key is incompatible with the encryption method specified',
  );
});

test("copies and parts under a customer's key", { timeout: 60_000 }, async () => {
  const [one, two] = [customer(randomBytes(32)), customer(randomBytes(32))];
  const bytes = randomBytes(5 * MB + 1);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'c-source', Body: bytes, ...one }));
  const ofSource = {
    CopySourceSSECustomerAlgorithm: 'AES256',
    CopySourceSSECustomerKey: one.SSECustomerKey,
    CopySourceSSECustomerKeyMD5: one.SSECustomerKeyMD5,
  };
  const copy = (more: object) =>
    s3.send(new CopyObjectCommand({ Bucket, Key: 'c-copy', CopySource: `${Bucket}/c-source`, ...more }));
  expect(await copy({ ...ofSource, ...two })).toMatchObject({ SSECustomerKeyMD5: two.SSECustomerKeyMD5 });
  expect((await read('c-copy', two)).bytes.equals(bytes)).toBe(true);
  expect(await copy(ofSource)).toMatchObject({ ServerSideEncryption: 'AES256' });
  expect((await read('c-copy')).bytes.equals(bytes)).toBe(true);
  expect(await refused(copy(two))).toContain('InvalidRequest: The object was stored using a form of Server Side Encryption.');

  const Key = 'c-parts';
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...two }));
  const part = (PartNumber: number, more: object) =>
    s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body: bytes, ...more }));
  expect(await refused(part(1, {}))).toBe(
    'InvalidRequest: The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.',
  );
  expect(await refused(part(1, one))).toBe(
    'InvalidRequest: The provided encryption parameters did not match the ones used originally.',
  );
  const sent = await part(1, two);
  const rest = await s3.send(
    new UploadPartCopyCommand({ Bucket, Key, UploadId, PartNumber: 2, CopySource: `${Bucket}/c-source`, ...ofSource, ...two }),
  );
  const Parts = [sent.ETag, rest.CopyPartResult?.ETag].map((ETag, at) => ({ PartNumber: at + 1, ETag }));
  await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...two }));
  expect((await read(Key, two)).bytes.equals(Buffer.concat([bytes, bytes]))).toBe(true);
});
