import type { GetBucketNotificationConfigurationRequest, NotificationConfiguration } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';

export const getBucketNotificationConfiguration: Operation<
  GetBucketNotificationConfigurationRequest,
  NotificationConfiguration,
  S3Deps
> = {
  access: onBucket('s3:GetBucketNotification'),
  run: (input, call, deps) => {
    return bucketOf(input, call, deps).settings.notifications ?? {};
  },
};
