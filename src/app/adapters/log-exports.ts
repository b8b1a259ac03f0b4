import { AwsError, HeldBytes } from '#core';
import type { Invoke } from '#gateway';
import { type ExportBucket, type ExportSink, logsPrincipal } from '#services/logs';
import type { S3 } from '#services/s3';

/** aws: older bucket policies ask for it — CloudWatch Logs User Guide, "Export log data to Amazon S3" */
const ACL = 'bucket-owner-full-control';

/** CloudWatch Logs at a bucket's door: the bucket's policy names the service, its account and the group. */
export function logExports(invoke: Invoke, s3: Pick<S3, 'exists'>): ExportSink {
  const as = ({ scope, groupArn }: ExportBucket, signal?: AbortSignal) => {
    const context = { 'aws:SourceAccount': scope.account, 'aws:SourceArn': groupArn, 's3:x-amz-acl': ACL };
    return { caller: logsPrincipal(scope), scope, context, ...(signal && { signal }) };
  };
  return {
    // whoever may not read a bucket is told so also of one that is not there
    exists: async ({ scope, bucket }) => s3.exists(scope.partition, bucket),
    mayReadAcl: (to) =>
      invoke('s3', 'GetBucketAcl', { Bucket: to.bucket }, as(to)).then(
        () => true,
        (thrown: unknown) => {
          if (thrown instanceof AwsError) return false;
          throw thrown;
        },
      ),
    async put(to, key, body, signal) {
      const input = {
        Bucket: to.bucket,
        Key: key,
        ContentLength: body.length,
        Body: HeldBytes.of(body),
        ACL,
      };
      await invoke('s3', 'PutObject', input, as(to, signal));
    },
  };
}
