import { createHash } from 'node:crypto';
import { type Initiator, model } from '#api/s3';
import type { Scope } from '#core';
import { invalidBucketName, keyTooLong } from './errors.ts';

// aws: S3 User Guide, "General purpose bucket naming rules"
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;
const RESERVED_PREFIXES = ['xn--', 'sthree-', 'amzn-s3-demo-'];
const RESERVED_SUFFIXES = ['-s3alias', '--ol-s3', '.mrap', '--x-s3', '--table-s3'];

/** The rules for a name that is to be created; `amzn-s3-demo-` is reserved but used in AWS's own examples, so it is let through. */
export function checkNewBucketName(name: string): void {
  const wrong =
    !BUCKET.test(name) ||
    name.includes('..') ||
    IPV4.test(name) ||
    RESERVED_PREFIXES.some((prefix) => prefix !== 'amzn-s3-demo-' && name.startsWith(prefix)) ||
    RESERVED_SUFFIXES.some((suffix) => name.endsWith(suffix));
  if (wrong) throw invalidBucketName(name);
}

/** aws: "the name for a key is a sequence of Unicode characters whose UTF-8 encoding is at most 1,024 bytes long" — S3 User Guide, "Naming objects" */
const KEY_BYTES = 1024;

export function checkKey(key: string): void {
  if (key.length * 3 <= KEY_BYTES) return;
  const bytes = Buffer.byteLength(key);
  if (bytes > KEY_BYTES) throw keyTooLong(bytes, KEY_BYTES);
}

export const bucketArn = ({ partition }: Pick<Scope, 'partition'>, bucket: string): string => `arn:${partition}:s3:::${bucket}`;

export const objectArn = (scope: Pick<Scope, 'partition'>, bucket: string, key: string): string =>
  `${bucketArn(scope, bucket)}/${key}`;

const canonicalIds = new Map<string, string>();

/** The canonical user id of an account: 64 hexadecimal digits that say nothing. AWS draws them, we derive them. */
export function canonicalId(account: string): string {
  let id = canonicalIds.get(account);
  if (id === undefined) {
    id = createHash('sha256').update(`millrace canonical user ${account}`).digest('hex');
    canonicalIds.set(account, id);
  }
  return id;
}

/** The account of an id that was told to somebody since the start. */
export function accountOf(id: string): string | undefined {
  for (const [account, known] of canonicalIds) if (known === id) return account;
  return undefined;
}

/** aws: a user's initiated upload has the user's name — S3 API reference, ListParts, sample response; recorded in localstack tests/aws/services/s3, test_multipart_and_list_parts */
export function initiatorOf({ arn, account }: { readonly arn: string; readonly account: string }): Initiator {
  if (arn.endsWith(':root')) return { ID: canonicalId(account) };
  const name = /:user\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
  return { ID: arn, ...(name !== undefined && { DisplayName: name }) };
}

/** Whether AWS has such a region, as far as the model knows. */
export const isRegion = (name: string): boolean =>
  name === 'us-east-1' || model.shapes['BucketLocationConstraint']?.enum?.includes(name) === true;

export const ownerOf = (account: string): { ID: string } => ({ ID: canonicalId(account) });

/** `bucket/key?versionId=…` or `/bucket/key`, percent-encoded, as `x-amz-copy-source` has it; also an ARN of a bucket's object. */
export function parseCopySource(text: string): { bucket: string; key: string; version: string | undefined } | undefined {
  // aws: a whole URL in path style too — recorded, test_response_structure
  const [path = '', query = ''] = splitOnce(text.replace(/^(?:https?:\/\/[^/]*)?\//, ''), '?');
  try {
    // aws: `+` stands for a space too — observed in botocore and Hadoop S3A, which both encode it as %2B; the slash may be encoded — recorded, test_copy_object_special_character_plus_for_space
    const [bucket, key] = splitOnce(decodeURIComponent(path.replaceAll('+', ' ')), '/');
    if (!bucket || !key || text.includes('%00')) return undefined;
    const version = query.startsWith('versionId=') ? decodeURIComponent(query.slice('versionId='.length)) : undefined;
    return { bucket, key, version };
  } catch {
    return undefined;
  }
}

function splitOnce(text: string, mark: string): [string, string?] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** The ARN that a copy reads; for the access rule, which must not throw. */
export function copySourceArn(scope: Pick<Scope, 'partition'>, source: string): string {
  const parsed = parseCopySource(source);
  return parsed ? objectArn(scope, parsed.bucket, parsed.key) : bucketArn(scope, '*');
}
