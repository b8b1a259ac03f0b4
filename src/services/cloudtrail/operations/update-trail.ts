import type { CloudTrailOperation } from '../deps.ts';
import { checkKey } from '../trails/encryption.ts';
import { findHome, onTrail, shown } from '../trails/find.ts';
import { checkBucket, checkLogs, checkTopic, refuseMissing } from '../trails/settings.ts';
import { logsOf } from '../trails/store.ts';

export const updateTrail: CloudTrailOperation<'UpdateTrail'> = {
  access: onTrail('Name'),
  run: async (input, call, { trails, bucket, keys, logs, topic, history }) => {
    const { scope } = call;
    refuseMissing(input);
    const { S3BucketName, S3KeyPrefix } = input;
    const before = findHome(trails, input.Name, scope).row;
    const { kmsKeyId: _key, ...open } = before;
    const there = { ...open, bucket: S3BucketName ?? before.bucket, ...(S3KeyPrefix !== undefined && { prefix: S3KeyPrefix }) };
    const kmsKeyId = await checkKey(keys, scope, { ...before, bucket: there.bucket }, input.KmsKeyId);
    const leads = { ...there, ...(kmsKeyId !== undefined && { kmsKeyId }) };
    const isElsewhere = S3BucketName !== undefined || S3KeyPrefix !== undefined || kmsKeyId !== before.kmsKeyId;
    if (isElsewhere) await checkBucket(bucket, scope, leads);
    const hears = await checkTopic(topic, scope, before.name, input.SnsTopicName, before.topic);
    const told = await checkLogs(logs, call, before.name, input, before.logs);
    const { arn, row } = findHome(trails, input.Name, scope);
    const { logs: _logs, topic: _topic, kmsKeyId: _now, ...rest } = row;
    if (!told) history.forget(logsOf(arn));
    const { home: _, ...changed } = shown(
      trails.put(scope, {
        ...rest,
        ...(told && { logs: told }),
        ...(hears && { topic: hears }),
        bucket: leads.bucket,
        ...(kmsKeyId !== undefined && { kmsKeyId }),
        ...(leads.prefix !== undefined && { prefix: leads.prefix }),
        global: input.IncludeGlobalServiceEvents ?? row.global,
        multiRegion: input.IsMultiRegionTrail ?? row.multiRegion,
        validation: input.EnableLogFileValidation ?? row.validation,
      }),
    );
    return changed;
  },
};
