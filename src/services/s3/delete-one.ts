import type { DeleteObjectOutput } from '#api/s3';
import type { BucketRow } from './bucket-store.ts';
import type { S3Deps } from './deps.ts';
import { locked } from './errors.ts';
import { isLocked } from './object-lock.ts';

/**
 * Deletes a key or one version of it. Within a transaction. That there is nothing to delete is no error; a version that is locked is.
 * A key is deleted by a marker where versions can be locked, and the version stays.
 */
export function deleteOne(
  bucket: BucketRow,
  key: string,
  version: string | undefined,
  { objects, clock }: Pick<S3Deps, 'objects' | 'clock'>,
  bypass: () => boolean,
): DeleteObjectOutput {
  if (version !== undefined) {
    const row = bucket.settings.lock && objects.version(bucket.id, key, version);
    if (row && isLocked(row.doc, clock.millis()) && isLocked(row.doc, clock.millis(), bypass())) throw locked();
    const gone = objects.deleteVersion(bucket.id, key, version);
    return { VersionId: version, ...(gone?.marker && { DeleteMarker: true }) };
  }
  const made = objects.delete(bucket.id, key, bucket.settings.versioning);
  return made ? { DeleteMarker: true, VersionId: made.marker } : {};
}
