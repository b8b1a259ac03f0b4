import type { DeletedObject, DeleteObjectOutput, DeleteObjectsOutput, DeleteObjectsRequest, ErrorShape } from '#api/s3';
import { AwsError, type Operation } from '#core';
import { mayDelete } from '../access.ts';
import { checkDelete } from '../conditions.ts';
import { deleteOne } from '../delete-one.ts';
import type { S3Deps } from '../deps.ts';
import { headerNotImplemented, malformedXml, noSuchVersion, notImplemented } from '../errors.ts';
import { bucketOf } from '../find.ts';
import { bypasses, checkBypass } from '../object-lock.ts';
import { isVersionId } from '../version-ids.ts';

/** aws: "You can delete up to 1,000 objects per request" — API Reference, DeleteObjects */
const MOST = 1000;

export const deleteObjects: Operation<DeleteObjectsRequest, DeleteObjectsOutput, S3Deps> = {
  access: () => 'open', // asked for each object below
  run: (input, call, deps) => {
    if (input.MFA !== undefined) throw headerNotImplemented('x-amz-mfa');
    const { Objects: objects = [], Quiet: quiet = false } = input.Delete;
    if (objects.length === 0 || objects.length > MOST) throw malformedXml();
    const deleted: DeletedObject[] = [];
    const errors: ErrorShape[] = [];
    deps.database.transaction(() => {
      const bucket = bucketOf(input, call, deps);
      checkBypass(input, bucket);
      for (const { Key: key, VersionId: version, ETag: tags, Size: size, LastModifiedTime: modified } of objects) {
        const asked = mayDelete({ Bucket: bucket.name, Key: key, VersionId: version, IfMatch: tags }, call.scope);
        if (!asked.every((access) => call.may(access))) {
          // aws: sentence of the entry — recorded AWS answer in localstack tests/aws/services/s3 (delete objects)
          errors.push({ Key: key, VersionId: version, Code: 'AccessDenied', Message: 'Access Denied' });
          continue;
        }
        if (version !== undefined && !isVersionId(version, bucket.id)) {
          const { code, message } = noSuchVersion(key, version);
          errors.push({ Key: key, VersionId: version, Code: code, Message: message });
          continue;
        }
        let done: DeleteObjectOutput;
        try {
          // aws: both are of directory buckets — API Reference, ObjectIdentifier
          if (size !== undefined || modified !== undefined) throw notImplemented('Conditions on size and time are not supported');
          // aws: sentence — recorded, radkawar/stackd s3/conditional_versions.json
          if (tags !== undefined && version !== undefined) {
            throw notImplemented('A form field you provided implies functionality that is not implemented');
          }
          checkDelete(tags, key, () => deps.objects.current(bucket.id, key));
          done = deleteOne(bucket, key, version, deps, () => bypasses(input, bucket, key, call));
        } catch (refused) {
          if (!(refused instanceof AwsError)) throw refused;
          errors.push({ Key: key, VersionId: version, Code: refused.code, Message: refused.message });
          continue;
        }
        const { DeleteMarker: marker, VersionId: made } = done;
        deleted.push({
          Key: key,
          VersionId: version,
          ...(marker && { DeleteMarker: true, DeleteMarkerVersionId: made }),
        });
      }
    });
    return { ...(!quiet && deleted.length > 0 && { Deleted: deleted }), ...(errors.length > 0 && { Errors: errors }) };
  },
};
