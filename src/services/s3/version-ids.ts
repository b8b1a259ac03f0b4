import { crc32 } from 'node:zlib';
import { ALPHANUMERIC, type Ids } from '#core';
import { invalidVersionId } from './errors.ts';

/** aws: version ids are 32 characters of URL-ready text — S3 User Guide, "Retaining multiple versions of objects" */
const RANDOM = 26;
const CHECK = 6;
const ALPHABET = `${ALPHANUMERIC}._`;

/**
 * The last characters follow from the others and the bucket, because S3 tells an id it never gave out (InvalidArgument)
 * from one whose version is gone (NoSuchVersion). — recorded AWS answers in localstack tests/aws/services/s3, test_delete_object
 */
const checkOf = (random: string, bucket: number): string => {
  let left = crc32(`${bucket}:${random}`);
  let text = '';
  for (let i = 0; i < CHECK; i++) {
    text += ALPHABET[left & 63];
    left >>>= 6;
  }
  return text;
};

export const newVersionId = (ids: Ids, bucket: number): string => {
  const random = ids.text(RANDOM, ALPHABET);
  return random + checkOf(random, bucket);
};

export const isVersionId = (id: string, bucket: number): boolean =>
  id === 'null' || (id.length === RANDOM + CHECK && id.slice(RANDOM) === checkOf(id.slice(0, RANDOM), bucket));

export function checkVersionId(id: string, bucket: number): void {
  if (!isVersionId(id, bucket)) throw invalidVersionId(id);
}
