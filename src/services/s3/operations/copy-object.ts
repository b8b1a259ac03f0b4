import type { CopyObjectOutput, CopyObjectRequest } from '#api/s3';
import type { Operation } from '#core';
import { onObject } from '../access.ts';
import { checksumMembers, isComputed, type StoredChecksum } from '../checksums/algorithms.ts';
import { copyContext, digestsOf, sourceOf } from '../copy-source.ts';
import type { S3Deps } from '../deps.ts';
import { invalidRequest, unsupportedChecksum } from '../errors.ts';
import { bucketOf, shownVersion, writtenVersion } from '../find.ts';
import { checkKey } from '../names.ts';
import { describe } from '../object-input.ts';
import { ENCRYPTION, quoted } from '../object-output.ts';
import type { ObjectRow } from '../object-store.ts';
import { DEFAULT_ALGORITHM } from '../receive.ts';
import { commit } from '../write-object.ts';

export const copyObject: Operation<CopyObjectRequest, CopyObjectOutput, S3Deps> = {
  access: (input, scope, caller) => {
    const put = onObject<CopyObjectRequest>('s3:PutObject', () => copyContext(scope, input.CopySource))(input, scope, caller);
    const tag = onObject<CopyObjectRequest>('s3:PutObjectTagging')(input, scope, caller);
    return input.Tagging === undefined || put === 'open' || tag === 'open' ? put : [put, tag].flat();
  },
  run: async (input, call, deps) => {
    checkKey(input.Key);
    const target = bucketOf(input, call, deps);
    const { bucket: sourceBucket, row } = sourceOf(input, call, deps);
    refuseCopyToItself(input, target.name === sourceBucket.name && row.key === input.Key && row.version === 'null');
    const about = describe(input, target);
    const { slices } = row.doc;
    // what is copied must not vanish while its digests are computed
    deps.database.transaction(() => deps.blobs.retain(slices));
    try {
      const { etag, checksum } = await identityOf(input, row, call, deps);
      const line = commit(input, call, deps, (bucket) => {
        deps.blobs.retain(slices);
        const replace = input.MetadataDirective === 'REPLACE';
        const tags = input.TaggingDirective === 'REPLACE' ? about.tags : row.doc.tags;
        const metadata = replace ? about.metadata : row.doc.metadata;
        // aws: a website redirect is not copied — API Reference, CopyObject
        const { WebsiteRedirectLocation: _, ...copied } = row.doc.headers;
        const redirect = input.WebsiteRedirectLocation;
        const doc = {
          slices,
          headers: replace ? about.headers : { ...copied, ...(redirect !== undefined && { WebsiteRedirectLocation: redirect }) },
          ...(metadata && { metadata }),
          ...(tags && { tags }),
          checksum,
        };
        return deps.objects.put(bucket.id, input.Key, bucket.settings.versioning, { size: row.size, etag, doc });
      });
      return {
        CopyObjectResult: { ETag: quoted(etag), LastModified: line.modified, ...checksumMembers(checksum) },
        CopySourceVersionId: shownVersion(sourceBucket, row.version),
        VersionId: writtenVersion(target, line.version),
        ...ENCRYPTION,
      };
    } finally {
      deps.database.transaction(() => deps.blobs.release(slices));
    }
  },
};

/** aws: sentence — API Reference, CopyObject; recorded AWS answer in localstack tests/aws/services/s3 (copy object in place) */
function refuseCopyToItself(input: CopyObjectRequest, same: boolean): void {
  if (!same || input.MetadataDirective === 'REPLACE') return;
  if (input.StorageClass ?? input.WebsiteRedirectLocation ?? input.ServerSideEncryption) return;
  throw invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}

/** ETag and checksum of the copy: the source's where they are those of one piece, computed anew otherwise. */
async function identityOf(
  input: CopyObjectRequest,
  row: ObjectRow,
  call: Parameters<typeof digestsOf>[2],
  deps: S3Deps,
): Promise<{ etag: string; checksum: StoredChecksum }> {
  const { checksum: before } = row.doc;
  const asked = input.ChecksumAlgorithm;
  if (asked !== undefined && !isComputed(asked)) throw unsupportedChecksum();
  const algorithm = asked ?? before?.algorithm ?? DEFAULT_ALGORITHM;
  if (!row.doc.parts && before?.algorithm === algorithm && before.type === 'FULL_OBJECT') {
    return { etag: row.etag, checksum: before };
  }
  const { md5, value } = await digestsOf(row.doc.slices, algorithm, call, deps);
  return { etag: md5, checksum: { algorithm, type: 'FULL_OBJECT', value } };
}
