import { AwsError, type Caller, HeldBytes } from '#core';
import type { Invoke } from '#gateway';
import { type TrailBucket, type TrailDeliverer, trailPrincipal } from '#services/cloudtrail';

/** aws: what the documented bucket policy asks for — CloudTrail user guide, "Amazon S3 bucket policy for CloudTrail" */
const ACL = 'bucket-owner-full-control';

/** aws: what files of a trail are bound to — user guide, "Configure AWS KMS key policies for CloudTrail"; observed in published events */
const sealedUnder = (kmsKeyId: string, { trailArn }: TrailDeliverer) => ({
  ServerSideEncryption: 'aws:kms',
  SSEKMSKeyId: kmsKeyId,
  SSEKMSEncryptionContext: Buffer.from(JSON.stringify({ 'aws:cloudtrail:arn': trailArn })).toString('base64'),
});

/** CloudTrail at a bucket's door: the bucket's policy names the service, and its trail. */
export function trailBucket(invoke: Invoke): TrailBucket {
  const as = ({ scope, trailArn }: TrailDeliverer) => {
    const context = { 'aws:SourceAccount': scope.account, 'aws:SourceArn': trailArn, 's3:x-amz-acl': ACL };
    return { caller: trailPrincipal(scope.partition), scope, context };
  };
  return {
    async check(deliverer, bucket) {
      const { partition, account } = deliverer.scope;
      // whoever may not look at a bucket is not told whether there is one: for that, it is the trail's account that looks
      const owner: Caller = { kind: 'root', partition, account, arn: `arn:${partition}:iam::${account}:root`, userId: account };
      const look = { caller: owner, scope: deliverer.scope, silent: true } as const;
      await invoke('s3', 'GetBucketLocation', { Bucket: bucket }, look).catch((failure: unknown) => {
        if (failure instanceof AwsError && failure.code !== 'NoSuchBucket') return;
        throw failure;
      });
      await invoke('s3', 'GetBucketAcl', { Bucket: bucket }, as(deliverer));
    },
    async put(deliverer, bucket, key, body, { contentType, metadata, kmsKeyId }) {
      const input = {
        Bucket: bucket,
        Key: key,
        ContentLength: body.length,
        ContentType: contentType,
        Body: HeldBytes.of(body),
        ACL,
        ...(metadata && { Metadata: metadata }),
        ...(kmsKeyId !== undefined && sealedUnder(kmsKeyId, deliverer)),
      };
      await invoke('s3', 'PutObject', input, as(deliverer));
    },
  };
}
