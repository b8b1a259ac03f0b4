import { AwsError, type Caller, HeldBytes } from '#core';
import type { Invoke } from '#gateway';
import type { ExportBucket, ExportSink } from '#services/logs';

/** aws: older bucket policies ask for it — CloudWatch Logs User Guide, "Export log data to Amazon S3" */
const ACL = 'bucket-owner-full-control';

/** CloudWatch Logs at a bucket's door: the bucket's policy names the service, its account and the group. */
export function logExports(invoke: Invoke): ExportSink {
  const as = ({ scope, groupArn }: ExportBucket, signal?: AbortSignal) => {
    const name = `logs.${scope.region}.amazonaws.com`;
    const caller: Caller = { kind: 'service', partition: scope.partition, account: '', arn: name, userId: name };
    const context = { 'aws:SourceAccount': scope.account, 'aws:SourceArn': groupArn, 's3:x-amz-acl': ACL };
    return { caller, scope, context, ...(signal && { signal }) };
  };
  const acl = (to: ExportBucket) =>
    invoke('s3', 'GetBucketAcl', { Bucket: to.bucket }, as(to)).then(
      () => undefined,
      (thrown: unknown) => {
        if (thrown instanceof AwsError) return thrown.code;
        throw thrown;
      },
    );
  return {
    exists: async (to) => (await acl(to)) !== 'NoSuchBucket',
    mayReadAcl: async (to) => (await acl(to)) === undefined,
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
