import { AwsError, type Scope } from '#core';
import { badKeyId, keyNotEnabled, keyNotFound, keyOrBucketRefuses } from '../errors.ts';
import type { TrailKeys } from '../ports.ts';
import { trailArn } from './store.ts';

/** aws: an alias, its ARN, the key's ARN or id — API reference, CreateTrail, KmsKeyId */
const FORM = /^(?:alias\/|arn:[^:]+:kms:|[0-9a-f-]{36}$|mrk-)/;

/**
 * The ARN of the key that a trail's files are to be encrypted with; undefined: none, which an empty text asks for.
 * aws: CloudTrail must be allowed to describe it, and to have data keys made — user guide, "Configure AWS KMS key policies for CloudTrail"
 */
export async function checkKey(
  keys: TrailKeys,
  scope: Scope,
  trail: { readonly name: string; readonly bucket: string; readonly kmsKeyId?: string },
  given: string | undefined,
): Promise<string | undefined> {
  if (given === undefined || given === trail.kmsKeyId) return trail.kmsKeyId;
  if (given === '') return undefined;
  if (!FORM.test(given)) throw badKeyId(given);
  const { keyArn, state } = await keys.find({ scope, trailArn: trailArn(scope, trail.name) }, given).catch((thrown: unknown) => {
    throw keyRefusal(thrown, trail.bucket, given);
  });
  if (state !== 'Enabled') throw keyNotEnabled(keyArn, state);
  return keyArn;
}

/** A refusal of KMS, or of S3 that passes one on, in the words of CloudTrail. */
export function keyRefusal(thrown: unknown, bucket: string, key: string): unknown {
  if (!(thrown instanceof AwsError)) return thrown;
  switch (thrown.code) {
    case 'AccessDenied':
    case 'AccessDeniedException':
      return keyOrBucketRefuses(bucket, key);
    case 'NotFoundException':
    case 'KMS.NotFoundException':
    // aws: a key of another region than the bucket's is not found — API reference, KmsKeyNotFoundException
    case 'KMS.InvalidArnException':
      return keyNotFound(key);
    case 'ValidationException':
    case 'InvalidArnException':
      return badKeyId(key);
    case 'KMS.DisabledException':
    case 'KMS.KMSInvalidStateException':
      return keyNotEnabled(key, 'not enabled');
    default:
      return thrown;
  }
}
