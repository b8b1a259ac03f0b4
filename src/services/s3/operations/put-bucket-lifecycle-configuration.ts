import type { PutBucketLifecycleConfigurationOutput, PutBucketLifecycleConfigurationRequest } from '#api/s3';
import { ALPHANUMERIC, type Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { malformedXml } from '../errors.ts';
import { bucketOf } from '../find.ts';
import { checkRules } from '../lifecycle-rules.ts';

type Put = Operation<PutBucketLifecycleConfigurationRequest, PutBucketLifecycleConfigurationOutput, S3Deps>;

export const putBucketLifecycleConfiguration: Put = {
  access: onBucket('s3:PutLifecycleConfiguration'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      if (!input.LifecycleConfiguration) throw malformedXml();
      const rules = input.LifecycleConfiguration.Rules ?? [];
      checkRules(rules);
      // aws: "If you don't specify an ID, Amazon S3 assigns a unique ID" — S3 User Guide, "Lifecycle configuration elements"
      const named = rules.map((rule) => ({ ...rule, ID: rule.ID || deps.ids.text(48, ALPHANUMERIC) }));
      const size = input.TransitionDefaultMinimumObjectSize;
      deps.buckets.configure(bucket, { lifecycle: named, transitionSize: size });
      return { TransitionDefaultMinimumObjectSize: size ?? 'all_storage_classes_128K' };
    }),
};
