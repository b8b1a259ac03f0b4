import type { DeleteObjectOutput } from '#api/s3';
import type { BucketRow } from './bucket-store.ts';
import type { S3Deps } from './deps.ts';

/** Deletes a key or one version of it. Within a transaction. That there is nothing to delete is no error. */
export function deleteOne(
  bucket: BucketRow,
  key: string,
  version: string | undefined,
  { objects }: Pick<S3Deps, 'objects'>,
): DeleteObjectOutput {
  if (version !== undefined) {
    const gone = objects.deleteVersion(bucket.id, key, version);
    return { VersionId: version, ...(gone?.marker && { DeleteMarker: true }) };
  }
  const made = objects.delete(bucket.id, key, bucket.settings.versioning);
  return made ? { DeleteMarker: true, VersionId: made.marker } : {};
}
