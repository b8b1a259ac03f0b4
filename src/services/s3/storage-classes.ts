import type { StorageClass } from '#api/s3';
import { headerNotImplemented, invalidStorageClass } from './errors.ts';

const ARCHIVES = new Set(['GLACIER', 'DEEP_ARCHIVE']);

/** What is read at once on AWS too. Here it is a label: all bytes lie in one place. */
const AT_HAND = new Set<string>([
  'STANDARD',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'REDUCED_REDUNDANCY',
  'GLACIER_IR',
]);

/** The class as it is kept with an object; nothing for STANDARD, which answers do not speak of. Archives would have to be restored first. */
export function storageClassOf(asked: string | undefined): { readonly storageClass?: StorageClass } {
  if (asked === undefined || asked === 'STANDARD') return {};
  if (ARCHIVES.has(asked)) throw headerNotImplemented('x-amz-storage-class');
  // aws: classes of other places, such as OUTPOSTS, are none of a bucket's — recorded AWS answer in localstack tests/aws/services/s3, test_put_object_storage_class_outposts
  if (!AT_HAND.has(asked)) throw invalidStorageClass(asked);
  return { storageClass: asked as StorageClass };
}
