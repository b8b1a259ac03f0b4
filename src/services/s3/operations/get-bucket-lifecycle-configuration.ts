import type { GetBucketLifecycleConfigurationOutput, GetBucketLifecycleConfigurationRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { noSuch } from '../errors.ts';
import { bucketOf } from '../find.ts';

type Get = Operation<GetBucketLifecycleConfigurationRequest, GetBucketLifecycleConfigurationOutput, S3Deps>;

export const getBucketLifecycleConfiguration: Get = {
  access: onBucket('s3:GetLifecycleConfiguration'),
  run: (input, call, deps) => {
    const { name, settings } = bucketOf(input, call, deps);
    if (!settings.lifecycle) throw noSuch('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', name);
    return {
      Rules: settings.lifecycle,
      TransitionDefaultMinimumObjectSize: settings.transitionSize ?? 'all_storage_classes_128K',
    };
  },
};
