import type { Operation } from '#core';
import { onBucket } from './access.ts';
import type { S3Deps } from './deps.ts';
import { bucketOf } from './find.ts';
import { noSuchConfiguration } from './setting-errors.ts';

interface OneOfBucket {
  readonly Bucket: string;
  readonly ExpectedBucketOwner?: string | undefined;
}

/** Reading or deleting one of the configurations that cannot be made here: it is not there. */
export const ofNone = <I extends OneOfBucket, O>(action: string): Operation<I, O, S3Deps> => ({
  access: onBucket(action),
  run: (input, call, deps) => {
    bucketOf(input, call, deps);
    throw noSuchConfiguration();
  },
});
