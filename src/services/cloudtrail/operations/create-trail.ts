import type { CloudTrailOperation } from '../deps.ts';
import { tooManyTrails, trailExists } from '../errors.ts';
import { checkKey } from '../trails/encryption.ts';
import { checkName, onTrail, shown } from '../trails/find.ts';
import { checkBucket, checkLogs, checkTopic, refuseMissing, withTags } from '../trails/settings.ts';

/** aws: 5 trails in a region — user guide, "Quotas in AWS CloudTrail" */
const MOST = 5;

export const createTrail: CloudTrailOperation<'CreateTrail'> = {
  access: onTrail('Name'),
  run: async (input, call, { trails, bucket, keys, logs, topic }) => {
    const { scope } = call;
    const { Name: name, S3BucketName, S3KeyPrefix: prefix } = input;
    checkName(name);
    refuseMissing(input);
    const check = () => {
      const seen = trails.seenIn(scope);
      if (seen.some(({ row }) => row.name === name)) throw trailExists(name, scope.account);
      if (seen.length >= MOST) throw tooManyTrails(scope.account);
    };
    check();
    const row = {
      name,
      partition: scope.partition,
      bucket: S3BucketName,
      ...(prefix && { prefix }),
      global: input.IncludeGlobalServiceEvents ?? true,
      multiRegion: input.IsMultiRegionTrail ?? false,
      validation: input.EnableLogFileValidation ?? false,
      logging: false,
      tags: withTags({}, input.TagsList ?? []),
    };
    const kmsKeyId = await checkKey(keys, scope, row, input.KmsKeyId);
    const sealed = { ...row, ...(kmsKeyId !== undefined && { kmsKeyId }) };
    await checkBucket(bucket, scope, sealed);
    const hears = await checkTopic(topic, scope, name, input.SnsTopicName);
    const told = await checkLogs(logs, call, name, input);
    check();
    const { home: _, ...made } = shown(
      trails.put(scope, { ...sealed, ...(told && { logs: told }), ...(hears && { topic: hears }) }),
    );
    return made;
  },
};
