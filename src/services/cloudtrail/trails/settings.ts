import type { CreateTrailRequest, Tag, UpdateTrailRequest } from '#api/cloudtrail';
import { AwsError, type Scope } from '#core';
import { bucketRefuses, noSuchBucket, notBuilt, tooManyTags } from '../errors.ts';
import type { TrailBucket } from '../ports.ts';
import { trailArn } from './store.ts';

/** What a trail could have on AWS and cannot have here is refused, not forgotten. */
export function refuseMissing(input: CreateTrailRequest | UpdateTrailRequest): void {
  if (input.SnsTopicName) throw notBuilt('notifications to topics');
  if (input.CloudWatchLogsLogGroupArn || input.CloudWatchLogsRoleArn) throw notBuilt('delivery to log groups');
  if (input.KmsKeyId) throw notBuilt('encryption with a key of KMS; the bucket may have a default of its own');
  if (input.IsOrganizationTrail) throw notBuilt('organizations');
  if (input.RecursiveLogging) throw notBuilt('events of its own deliveries');
}

/** aws: the bucket and its policy are looked at when a trail is made or led there — user guide, "Amazon S3 bucket policy for CloudTrail" */
export async function checkBucket(
  bucket: TrailBucket,
  scope: Scope,
  trail: { readonly name: string; readonly bucket: string; readonly prefix?: string },
): Promise<void> {
  const as = { scope, trailArn: trailArn(scope, trail.name) };
  const folder = `${trail.prefix ? `${trail.prefix}/` : ''}AWSLogs/${scope.account}/CloudTrail/`;
  try {
    await bucket.check(as, trail.bucket);
    // ours: what can be put is known when something was; an empty object stands for the folder
    await bucket.put(as, trail.bucket, folder, new Uint8Array(), { contentType: 'application/x-directory' });
  } catch (failure) {
    if (!(failure instanceof AwsError)) throw failure;
    if (failure.code === 'NoSuchBucket') throw noSuchBucket(trail.bucket);
    if (failure.code === 'AccessDenied') throw bucketRefuses(trail.bucket);
    throw failure;
  }
}

const MOST_TAGS = 50;

export function withTags(known: Readonly<Record<string, string>>, tags: readonly Tag[]): Record<string, string> {
  const all = { ...known, ...Object.fromEntries(tags.map(({ Key, Value = '' }) => [Key, Value])) };
  if (Object.keys(all).length > MOST_TAGS) throw tooManyTags();
  return all;
}
