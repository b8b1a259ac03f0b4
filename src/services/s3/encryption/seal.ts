import type { GetObjectOutput } from '#api/s3';
import type { Call, EncryptionContext, KeyUser } from '#core';
import type { BucketRow } from '../bucket-store.ts';
import type { S3Deps } from '../deps.ts';
import { notImplemented } from '../errors.ts';
import { bucketArn, objectArn } from '../names.ts';
import { type CustomerKey, customerKeyOf, isMarked, type KeyMark, markOf } from './customer-key.ts';
import * as errors from './errors.ts';
import type { OpenSeal, Seal } from './seal-row.ts';

export interface CustomerKeyInput {
  readonly SSECustomerAlgorithm?: string | undefined;
  readonly SSECustomerKey?: string | undefined;
  readonly SSECustomerKeyMD5?: string | undefined;
}

export interface EncryptionInput extends CustomerKeyInput {
  readonly Key: string;
  readonly ServerSideEncryption?: string | undefined;
  readonly SSEKMSKeyId?: string | undefined;
  readonly SSEKMSEncryptionContext?: string | undefined;
  readonly BucketKeyEnabled?: boolean | undefined;
}

export const customerKeyIn = (input: CustomerKeyInput, forReading: boolean): CustomerKey | undefined =>
  customerKeyOf({ algorithm: input.SSECustomerAlgorithm, key: input.SSECustomerKey, md5: input.SSECustomerKeyMD5 }, forReading);

/** The seal of an object that is to be written: what the request asks for, or else what its bucket does. */
export async function newSeal(
  input: EncryptionInput,
  bucket: BucketRow,
  call: Call,
  deps: S3Deps,
): Promise<OpenSeal | undefined> {
  const { ServerSideEncryption: asked } = input;
  // aws: before the customer's headers are looked at — recorded, test_put_object_validation_sse_c
  if (asked !== undefined && input.SSECustomerAlgorithm !== undefined) throw errors.twoEncryptions(asked);
  // aws: with a customer's key, too — recorded, radkawar/stackd s3/customer_encryption_control_replay.json
  if (asked !== 'aws:kms' && (input.SSEKMSKeyId !== undefined || input.SSEKMSEncryptionContext !== undefined)) {
    if (asked !== 'aws:kms:dsse') throw errors.kmsHeaderWithoutKms();
  }
  const customer = customerKeyIn(input, false);
  if (customer) {
    if (asked !== undefined) throw errors.twoEncryptions(asked);
    return { seal: { kind: 'customer', ...markOf(customer, deps.ids) }, key: customer.bytes };
  }
  const [rule] = bucket.settings.encryption ?? [];
  const usual = rule?.ApplyServerSideEncryptionByDefault;
  const algorithm = asked ?? usual?.SSEAlgorithm ?? 'AES256';
  if (algorithm === 'AES256') return undefined;
  if (algorithm !== 'aws:kms')
    throw notImplemented(`Millrace does not encrypt twice: ${algorithm} is not there.`, 'x-amz-server-side-encryption');
  // aws: the key of the default holds for the default only, a bucket key also where the request does not say — recorded, test_s3_sse_default_kms_key
  const keyId = input.SSEKMSKeyId ?? (asked === undefined ? usual?.KMSMasterKeyID : undefined) ?? 'alias/aws/s3';
  const bucketKey = input.BucketKeyEnabled ?? rule?.BucketKeyEnabled ?? false;
  const resource = bucketKey ? bucketArn(call.scope, bucket.name) : objectArn(call.scope, bucket.name, input.Key);
  // aws: the ARN is there whatever the client adds — S3 User Guide, "Encryption context"
  const context = { ...contextOf(input.SSEKMSEncryptionContext), 'aws:s3:arn': resource };
  const { keyArn, plain, wrapped } = await deps.dataKeys.generate(userOf(call, bucket), keyId, context).catch((thrown) => {
    throw errors.ofKms(thrown);
  });
  const dataKey = Buffer.from(wrapped).toString('base64');
  return { seal: { kind: 'kms', keyArn, dataKey, context, ...(bucketKey && { bucketKey }) }, key: plain };
}

/** The key of what is stored. Rejects where the caller may not have it. */
export async function openSeal(
  seal: Seal,
  input: CustomerKeyInput,
  bucket: BucketRow,
  call: Call,
  { dataKeys }: Pick<S3Deps, 'dataKeys'>,
): Promise<OpenSeal> {
  if (seal.kind === 'customer') return { seal, key: checkCustomerKey(seal, customerKeyIn(input, true)).bytes };
  refuseCustomerKey(input);
  const key = await dataKeys.open(userOf(call, bucket), Buffer.from(seal.dataKey, 'base64'), seal.context).catch((thrown) => {
    throw errors.ofKms(thrown);
  });
  return { seal, key };
}

/** The same for what is copied: of another key than the object's AWS speaks otherwise than to readers. */
export async function openSource(
  seal: Seal,
  input: CustomerKeyInput,
  bucket: BucketRow,
  call: Call,
  deps: Pick<S3Deps, 'dataKeys'>,
): Promise<OpenSeal> {
  if (seal.kind !== 'customer') return openSeal(seal, input, bucket, call, deps);
  // aws: recorded, radkawar/stackd s3/customer_encryption_data_replay.json
  return { seal, key: checkCustomerKey(seal, customerKeyIn(input, true), errors.customerKeyDiffers).bytes };
}

function checkCustomerKey(seal: KeyMark, given: CustomerKey | undefined, wrong = errors.customerKeyWrong): CustomerKey {
  if (!given) throw errors.needsCustomerKey();
  if (!isMarked(seal, given)) throw wrong();
  return given;
}

/**
 * aws: that there is no key, or none that could be one, is said before conditions and ranges, that it is another after them — recorded,
 * radkawar/stackd s3/customer_encryption_data_replay.json
 */
export function checkKeyIsThere(seal: Seal | undefined, input: CustomerKeyInput): void {
  if (seal?.kind === 'customer' && !customerKeyIn(input, true)) throw errors.needsCustomerKey();
}

/**
 * aws: to list and to complete an upload the key is needed where it has checksums — API Reference, ListParts and CompleteMultipartUpload,
 * "x-amz-server-side-encryption-customer-key"; recorded, radkawar/stackd s3/customer_encryption_data_replay.json. The sentences are UploadPart's.
 */
export function checkUploadKey(seal: Seal | undefined, needed: boolean, input: CustomerKeyInput): void {
  if (!needed || seal?.kind !== 'customer') return;
  const given = customerKeyIn(input, false);
  if (!given) throw errors.partNeedsCustomerKey();
  if (!isMarked(seal, given)) throw errors.customerKeyDiffers();
}

/** Where nothing is encrypted with a key of the client's, none may be sent. */
export function refuseCustomerKey(input: CustomerKeyInput): void {
  if (customerKeyIn(input, true)) throw errors.needlessCustomerKey();
}

/** The key of the upload that a part is of; the words differ from those of reading. */
export async function partSeal(
  seal: Seal | undefined,
  input: CustomerKeyInput,
  bucket: BucketRow,
  call: Call,
  deps: S3Deps,
): Promise<OpenSeal | undefined> {
  const given = customerKeyIn(input, false);
  if ((given !== undefined) !== (seal?.kind === 'customer')) throw errors.partNeedsCustomerKey();
  if (!seal) return undefined;
  if (seal.kind === 'kms') return openSeal(seal, {}, bucket, call, deps);
  if (!given || !isMarked(seal, given)) throw errors.customerKeyDiffers();
  return { seal, key: given.bytes };
}

/** What answers say of it. */
export function sealMembers(
  seal: Seal | undefined,
): Pick<
  GetObjectOutput,
  'ServerSideEncryption' | 'SSEKMSKeyId' | 'BucketKeyEnabled' | 'SSECustomerAlgorithm' | 'SSECustomerKeyMD5'
> {
  if (!seal) return { ServerSideEncryption: 'AES256' };
  if (seal.kind === 'customer') return { SSECustomerAlgorithm: 'AES256', SSECustomerKeyMD5: seal.keyMd5 };
  return { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: seal.keyArn, ...(seal.bucketKey && { BucketKeyEnabled: true }) };
}

/** The key is looked for in the bucket's region. */
function userOf({ caller, scope, signal, source }: Call, bucket: BucketRow): KeyUser {
  if (caller.kind === 'anonymous') throw errors.unsignedKms();
  return { caller, signal, ...(source && { source }), scope: { ...scope, account: bucket.account, region: bucket.region } };
}

/** The client's own encryption context: base64 of a JSON object of texts. */
function contextOf(header: string | undefined): EncryptionContext {
  if (header === undefined) return {};
  try {
    const context = JSON.parse(Buffer.from(header, 'base64').toString('utf8')) as unknown;
    if (typeof context === 'object' && context !== null && !Array.isArray(context)) {
      const pairs = Object.entries(context);
      if (pairs.every(([, value]) => typeof value === 'string')) return Object.fromEntries(pairs) as EncryptionContext;
    }
  } catch {
    // said below
  }
  throw errors.badContext(header);
}
