import type { Call } from '#core';
import type { BucketRow } from './bucket-store.ts';
import type { S3Deps } from './deps.ts';
import { invalidArgument, noSuchUpload } from './errors.ts';
import { bucketOf } from './find.ts';
import { quoted } from './object-output.ts';
import type { EndedRow, UploadRow } from './upload-store.ts';

type CompletedRow = EndedRow & { readonly answer: object };

interface UploadInput {
  readonly Bucket: string;
  readonly Key: string;
  readonly UploadId: string;
  readonly ExpectedBucketOwner?: string | undefined;
}

export function uploadOf(input: UploadInput, call: Call, deps: S3Deps): { bucket: BucketRow; upload: UploadRow } {
  const bucket = bucketOf(input, call, deps);
  const upload = deps.uploads.find(bucket.id, input.Key, input.UploadId);
  if (!upload) throw noSuchUpload(input.UploadId);
  return { bucket, upload };
}

/** An upload that was completed, as long as what it made is there. — aws: recorded, radkawar/stackd s3/multipart_completion_replay.json */
export function completedUpload({ Key, UploadId }: UploadInput, bucket: BucketRow, deps: S3Deps): CompletedRow | undefined {
  const before = deps.uploads.ended(bucket.id, UploadId);
  if (before?.key !== Key || !before.answer) return undefined;
  const { key, parts, answer } = before;
  const written = deps.objects.version(bucket.id, Key, String(answer.VersionId ?? 'null'));
  return written && quoted(written.etag) === answer.ETag ? { key, parts, answer } : undefined;
}

/** An upload that was aborted before. — aws: who aborts it again is not refused; recorded, radkawar/stackd s3/multipart_controls_replay.json */
export function isAborted({ Key, UploadId }: UploadInput, bucket: BucketRow, deps: S3Deps): boolean {
  const before = deps.uploads.ended(bucket.id, UploadId);
  return before?.key === Key && !before.answer;
}

export function checkPartNumber(number: number, limit: number): void {
  // aws: sentence — recorded AWS answer in localstack tests/aws/services/s3 (multipart)
  if (!Number.isInteger(number) || number < 1 || number > limit) {
    throw invalidArgument(`Part number must be an integer between 1 and ${limit}, inclusive`, 'partNumber', String(number));
  }
}
