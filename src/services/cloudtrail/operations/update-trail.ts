import type { CloudTrailOperation } from '../deps.ts';
import { findHome, onTrail, shown } from '../trails/find.ts';
import { checkBucket, refuseMissing } from '../trails/settings.ts';

export const updateTrail: CloudTrailOperation<'UpdateTrail'> = {
  access: onTrail('Name'),
  run: async (input, { scope }, { trails, bucket }) => {
    refuseMissing(input);
    const { S3BucketName, S3KeyPrefix } = input;
    const before = findHome(trails, input.Name, scope).row;
    const leads = { ...before, bucket: S3BucketName ?? before.bucket, ...(S3KeyPrefix !== undefined && { prefix: S3KeyPrefix }) };
    if (S3BucketName !== undefined || S3KeyPrefix !== undefined) await checkBucket(bucket, scope, leads);
    const { row } = findHome(trails, input.Name, scope);
    const { home: _, ...changed } = shown(
      trails.put(scope, {
        ...row,
        bucket: leads.bucket,
        ...(leads.prefix !== undefined && { prefix: leads.prefix }),
        global: input.IncludeGlobalServiceEvents ?? row.global,
        multiRegion: input.IsMultiRegionTrail ?? row.multiRegion,
        validation: input.EnableLogFileValidation ?? row.validation,
      }),
    );
    return changed;
  },
};
