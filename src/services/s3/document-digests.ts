import { createHash } from 'node:crypto';
import { ALGORITHMS, algorithmNames } from './checksums/algorithms.ts';
import { badChecksum, badContentMd5, missingContentMd5 } from './errors.ts';
import { checkedValue, contentMd5Of } from './receive.ts';

/**
 * aws: S3 API reference, DeleteObjects, "Content-MD5"; of locks — recorded, radkawar/stackd s3/object_lock_controls_replay.json
 */
const MUST_HAVE_ONE = new Set(['DeleteObjects', 'PutObjectLockConfiguration', 'PutObjectRetention', 'PutObjectLegalHold']);

/**
 * Compares a document with the digests its request names in headers or trailers, as objects are compared with theirs.
 */
export function checkDocument(operation: string, document: Uint8Array, headers: Readonly<Record<string, string>>): void {
  const md5 = contentMd5Of(headers['content-md5']);
  // aws: of a completed upload the headers name the object's checksums — API reference, CompleteMultipartUpload; recorded, test_complete_multipart_parts_checksum_full_object
  const ofDocument = operation !== 'CompleteMultipartUpload';
  const given = algorithmNames.filter((name) => ofDocument && headers[ALGORITHMS[name].header] !== undefined);
  if (MUST_HAVE_ONE.has(operation) && !md5 && given.length === 0) throw missingContentMd5();
  if (md5) {
    const digest = createHash('md5').update(document).digest();
    if (!digest.equals(md5)) throw badContentMd5(md5, digest, 'hex');
  }
  for (const algorithm of given) {
    const { create, header } = ALGORITHMS[algorithm];
    const hasher = create();
    hasher.update(document);
    if (checkedValue(algorithm, headers[header]) !== Buffer.from(hasher.digest()).toString('base64'))
      throw badChecksum(algorithm);
  }
}
