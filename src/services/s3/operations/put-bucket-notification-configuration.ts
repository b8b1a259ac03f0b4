import type { Empty, PutBucketNotificationConfigurationRequest } from '#api/s3';
import type { Operation } from '#core';
import { onBucket } from '../access.ts';
import type { S3Deps } from '../deps.ts';
import { bucketOf } from '../find.ts';
import { notificationsOf } from '../notifications.ts';

/** Keeps what is said and tells it again. Nothing is sent: the service's README says so. */
export const putBucketNotificationConfiguration: Operation<PutBucketNotificationConfigurationRequest, Empty, S3Deps> = {
  access: onBucket('s3:PutBucketNotification'),
  run: (input, call, deps) =>
    deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      deps.buckets.configure(bucket, { notifications: notificationsOf(input.NotificationConfiguration, deps.ids) });
      return {};
    }),
};
