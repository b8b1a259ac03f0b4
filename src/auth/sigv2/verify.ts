import { createHmac } from 'node:crypto';
import { AwsError } from '#core';
import { millisOf, type SignedRequest } from '../sigv4/claim.ts';
import { ALLOWED_SKEW, mismatch, signatureError } from '../sigv4/errors.ts';
import { readAsUtf8 } from '../sigv4/header-text.ts';
import { sameText } from '../sigv4/verify.ts';
import type { ClaimOfVersion2 } from './claim.ts';
import { stringsToSignOfVersion2 } from './string-to-sign.ts';

const denied = (message: string, fields: Record<string, unknown> = {}) =>
  new AwsError('AccessDenied', message, { status: 403, fields });

/**
 * The regions where S3 takes version 2: those that were there before version 4. us-east-1 is recorded (localstack tests/aws/services/s3,
 * February 2026), the others — S3 user guide, "Authenticating requests"
 */
const REGIONS = new Set([
  'us-east-1',
  'us-west-1',
  'us-west-2',
  'eu-west-1',
  'ap-northeast-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'sa-east-1',
]);

/** Refuses version 2 where it is not taken. */
export function checkRegionOfVersion2(region: string): void {
  if (!REGIONS.has(region)) throw signatureError('s3', { kind: 'algorithm', given: 'AWS' });
}

/** Refuses a claim that is not whole. */
export function checkClaimOfVersion2(claim: ClaimOfVersion2): void {
  if (claim.accessKeyId !== '' && claim.signature !== '' && claim.expires !== '') return;
  if (claim.by === 'query') {
    // aws: recorded AWS answer in localstack tests/aws/services/s3, test_s3_put_presigned_url_missing_sig_param[s3]
    throw denied('Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters');
  }
  // aws: as observed in OpenStack Swift, s3api, and jamhall/s3rver
  throw new AwsError('InvalidArgument', 'AWS authorization header is invalid.  Expected AwsAccessKeyId:signature', {
    fields: { ArgumentName: 'Authorization', ArgumentValue: claim.given },
  });
}

const sign = (secret: string, text: string): string => createHmac('sha1', secret).update(text).digest('base64');

/** Refuses what was not signed with this secret, or not for now (milliseconds since the epoch). It says nothing of the body, so nothing is left to check. */
export function verifyVersion2(
  request: SignedRequest,
  claim: ClaimOfVersion2,
  bucketOfHost: string | undefined,
  { secretAccessKey, now }: { readonly secretAccessKey: string; readonly now: number },
): undefined {
  checkTime(request, claim, now);
  const headers = readAsUtf8(request.headers);
  const texts = [request, ...(headers ? [{ ...request, headers }] : [])].flatMap((read) => [
    ...stringsToSignOfVersion2(read, claim, bucketOfHost),
  ]);
  if (texts.some((text) => sameText(sign(secretAccessKey, text), claim.signature))) return undefined;
  throw mismatch(claim.accessKeyId, texts[0] ?? '', claim.signature);
}

/** Seconds since the epoch end in 2038 here. */
const END_OF_TIME = 2 ** 31;

function checkTime({ headers }: SignedRequest, { expires }: ClaimOfVersion2, now: number): void {
  if (expires !== undefined) {
    const seconds = /^-?\d+$/.test(expires) ? Number(expires) : Number.NaN;
    // aws: sentence and limit — as OpenStack Swift's tests of s3api (test_presigned.py), which are run on AWS too, expect it
    if (Number.isNaN(seconds) || seconds >= END_OF_TIME || seconds < -END_OF_TIME) {
      throw denied(`Invalid date (should be seconds since epoch): ${expires}`);
    }
    // aws: fields — recorded AWS answer in localstack tests/aws/services/s3, test_s3_presigned_url_expired[s3]
    if (now > seconds * 1000) throw denied('Request has expired', { Expires: iso(seconds * 1000), ServerTime: iso(now) });
    return;
  }
  const timestamp = headers['x-amz-date'] ?? headers['date'] ?? '';
  const basic = millisOf(timestamp);
  const signed = Number.isNaN(basic) ? Date.parse(timestamp) : basic;
  if (Number.isNaN(signed)) throw signatureError('s3', { kind: 'date', given: timestamp });
  const allowed = ALLOWED_SKEW.s3;
  if (Math.abs(signed - now) > allowed)
    throw signatureError('s3', { kind: 'skewed', timestamp, now, allowed, early: signed > now });
}

const iso = (millis: number): string => `${new Date(millis).toISOString().slice(0, 19)}Z`;
