import type { CopyObjectOutput, CopyObjectRequest } from '#api/s3';
import type { Call, Operation } from '#core';
import { mayWrite } from '../access.ts';
import type { BucketRow } from '../bucket-store.ts';
import { type ComputedAlgorithm, checksumMembers, isComputed, type StoredChecksum } from '../checksums/algorithms.ts';
import { copyContext, digestsOf, sourceOf } from '../copy-source.ts';
import { notForAnonymous } from '../denial.ts';
import type { S3Deps } from '../deps.ts';
import type { SealedSlice } from '../encryption/cipher.ts';
import { newSeal, sealMembers } from '../encryption/seal.ts';
import type { OpenSeal } from '../encryption/seal-row.ts';
import { invalidRequest, unsupportedChecksum } from '../errors.ts';
import { bucketOf, shownVersion } from '../find.ts';
import { expirationOf } from '../lifecycle.ts';
import { checkKey, parseCopySource } from '../names.ts';
import { describe } from '../object-input.ts';
import { withDefaultLock } from '../object-lock.ts';
import { quoted } from '../object-output.ts';
import type { ObjectLine, ObjectRow } from '../object-row.ts';
import { DEFAULT_ALGORITHM, kept } from '../receive.ts';
import { sourceSeal, transcribe } from '../transcribe.ts';
import { commit } from '../write-object.ts';

export const copyObject: Operation<CopyObjectRequest, CopyObjectOutput, S3Deps> = {
  access: mayWrite((input, scope) => copyContext(scope, input.CopySource)),
  run: async (input, call, deps) => {
    if (call.caller.kind === 'anonymous') throw notForAnonymous('copy objects');
    checkKey(input.Key);
    const target = bucketOf(input, call, deps);
    const source = sourceOf(input, call, deps);
    const { bucket: sourceBucket, row } = source;
    refuseCopyToItself(input, target, target.name === sourceBucket.name && isCurrent(row, input.Key, target, deps), row);
    const about = describe(input, target, deps.clock);
    // what is copied must not vanish while keys are asked for and bytes are read
    return deps.blobs.holding(row.doc.slices, async () => {
      const from = await sourceSeal(input, source, call, deps);
      const to = await newSeal(input, target, call, deps);
      const { line, etag, checksum } = await copied(input, row, { from, to }, call, deps, (slices, etag, checksum) =>
        commit(input, call, deps, (bucket) => {
          const replace = input.MetadataDirective === 'REPLACE';
          const tags = input.TaggingDirective === 'REPLACE' ? about.tags : row.doc.tags;
          const metadata = replace ? about.metadata : row.doc.metadata;
          // aws: a website redirect is not copied — API Reference, CopyObject
          const { WebsiteRedirectLocation: _, ...copied } = row.doc.headers;
          const redirect = input.WebsiteRedirectLocation;
          const locks = { retention: about.retention, ...(about.hold && { hold: about.hold }) };
          const doc = {
            slices: slices(),
            ...withDefaultLock(locks, bucket, deps.clock.millis()),
            headers: replace
              ? about.headers
              : { ...copied, ...(redirect !== undefined && { WebsiteRedirectLocation: redirect }) },
            // aws: a copy is STANDARD unless it is said otherwise — API Reference, CopyObject, "x-amz-storage-class"
            ...(about.storageClass && { storageClass: about.storageClass }),
            // aws: an ACL is not copied — API Reference, CopyObject
            ...(about.acl && { acl: about.acl }),
            ...(metadata && { metadata }),
            ...(tags && { tags }),
            ...(to && { seal: to.seal }),
            checksum,
          };
          return deps.objects.put(bucket.id, input.Key, bucket.settings.versioning, { size: row.size, etag, doc });
        }),
      );
      return {
        CopyObjectResult: { ETag: quoted(etag), LastModified: line.modified, ...checksumMembers(checksum) },
        // aws: not told of the version `null` — recorded, test_s3_copy_object_in_place_versioned, …_suspended_only
        CopySourceVersionId: row.version === 'null' ? undefined : shownVersion(sourceBucket, row.version),
        Expiration: expirationOf(line, { tags: input.TaggingDirective === 'REPLACE' ? about.tags : row.doc.tags }, target),
        // aws: shown while versioning is suspended too — recorded, test_s3_copy_object_in_place_suspended_only
        VersionId: shownVersion(target, line.version),
        ...sealMembers(to?.seal),
      };
    });
  },
};

interface Copied {
  readonly line: ObjectLine;
  readonly etag: string;
  readonly checksum: StoredChecksum;
}
type Write = (slices: () => readonly SealedSlice[], etag: string, checksum: StoredChecksum) => ObjectLine;

/** Shares the bytes with the copy, or writes them anew where one of both is encrypted; `write` makes the copy's row. */
async function copied(
  input: CopyObjectRequest,
  row: ObjectRow,
  { from, to }: { readonly from: OpenSeal | undefined; readonly to: OpenSeal | undefined },
  call: Call,
  deps: S3Deps,
  write: Write,
): Promise<Copied> {
  const { slices } = row.doc;
  if (!from && !to) {
    const { etag, checksum } = await identityOf(input, row, call, deps);
    const shared = () => {
      deps.blobs.retain(slices);
      return slices;
    };
    return { line: write(shared, etag, checksum), etag, checksum };
  }
  const received = await transcribe(slices, from, to, algorithmOf(input, row), call, deps);
  const checksum = { ...received.checksum, type: 'FULL_OBJECT' } as const;
  try {
    return { line: write(() => [kept(received, deps)], received.etag, checksum), etag: received.etag, checksum };
  } catch (failure) {
    await deps.blobs.discard(received.staged);
    throw failure;
  }
}

/** An older version may be copied over the newest: that brings it back. */
const isCurrent = (row: ObjectRow, key: string, bucket: BucketRow, { objects }: S3Deps): boolean =>
  row.key === key && objects.current(bucket.id, key)?.version === row.version;

/** aws: sentence — API Reference, CopyObject; recorded AWS answer in localstack tests/aws/services/s3 (copy object in place) */
function refuseCopyToItself(input: CopyObjectRequest, { settings }: BucketRow, same: boolean, { doc }: ObjectRow): void {
  if (!same || input.MetadataDirective === 'REPLACE') return;
  // aws: a version that is named may be, where there are versions — run on AWS: getmoto/moto tests/test_s3/test_s3_copyobject.py,
  // test_copy_object_in_place_with_versioning; versity/versitygw pull request 2418
  if (settings.versioning === 'Enabled' && parseCopySource(input.CopySource)?.version !== undefined) return;
  // aws: without a word the copy is encrypted by S3 itself, another encryption than KMS's — recorded, test_s3_copy_object_in_place_with_encryption
  if (doc.seal) return;
  // aws: without a word the copy is STANDARD, another class than the object's — recorded, radkawar/stackd testdata/aws/s3/storage_class_replay.json
  if (doc.storageClass) return;
  if (input.StorageClass ?? input.WebsiteRedirectLocation ?? input.ServerSideEncryption ?? input.SSECustomerAlgorithm) return;
  // aws: a bucket whose encryption was set counts as a change — recorded, test_copy_in_place_with_bucket_encryption
  if (settings.encryption) return;
  throw invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}

function algorithmOf({ ChecksumAlgorithm: asked }: CopyObjectRequest, { doc }: ObjectRow): ComputedAlgorithm {
  if (asked !== undefined && !isComputed(asked)) throw unsupportedChecksum();
  return asked ?? doc.checksum?.algorithm ?? DEFAULT_ALGORITHM;
}

/** ETag and checksum of the copy: the source's where they are those of one piece, computed anew otherwise. */
async function identityOf(
  input: CopyObjectRequest,
  row: ObjectRow,
  call: Call,
  deps: S3Deps,
): Promise<{ etag: string; checksum: StoredChecksum }> {
  const { checksum: before } = row.doc;
  const algorithm = algorithmOf(input, row);
  if (!row.doc.parts && before?.algorithm === algorithm && before.type === 'FULL_OBJECT') {
    return { etag: row.etag, checksum: before };
  }
  const { md5, value } = await digestsOf(row.doc.slices, algorithm, call, deps);
  return { etag: md5, checksum: { algorithm, type: 'FULL_OBJECT', value } };
}
