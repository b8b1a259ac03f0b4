import type { Tag } from '#api/s3';
import { badRequest, invalidArgument, invalidTag } from './errors.ts';

/** aws: at most 10 tags for an object, 50 for a bucket — S3 User Guide, "Categorizing your storage using tags" */
export const OBJECT_TAGS = 10;
export const BUCKET_TAGS = 50;

// aws: letters, digits, spaces and + - = . _ : / @ — S3 User Guide, "Categorizing your storage using tags"
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** The value of `x-amz-tagging`: tags encoded as URL query parameters. */
export function parseTagging(header: string): Tag[] {
  const tags: Tag[] = [];
  for (const pair of header.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    if (pair.includes('=', at + 1) && at >= 0) throw malformed(header);
    const decode = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));
    try {
      tags.push({ Key: decode(at < 0 ? pair : pair.slice(0, at)), Value: at < 0 ? '' : decode(pair.slice(at + 1)) });
    } catch {
      throw malformed(header);
    }
  }
  if (new Set(tags.map((tag) => tag.Key)).size !== tags.length) throw malformed(header);
  checkTags(tags, OBJECT_TAGS);
  return tags;
}

// aws: sentence — recorded AWS answer in localstack tests/aws/services/s3 (object tagging)
const malformed = (header: string) =>
  invalidArgument(
    "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
    'x-amz-tagging',
    header,
  );

/** The rules for a whole set of tags. */
export function checkTags(tags: readonly Tag[], limit: number): void {
  if (tags.length > limit) {
    // aws: sentence of objects — recorded AWS answer in localstack tests/aws/services/s3 (object tagging)
    if (limit === OBJECT_TAGS) throw badRequest('Object tags cannot be greater than 10');
    throw badRequest('Bucket tag count cannot be greater than 50');
  }
  const seen = new Set<string>();
  for (const { Key: key, Value: value } of tags) {
    if (seen.has(key)) throw invalidTag('Cannot provide multiple Tags with the same key', { TagKey: key });
    seen.add(key);
    // aws: sentences — recorded AWS answers in localstack tests/aws/services/s3 (bucket and object tagging)
    if (key.length === 0 || key.length > 128 || !ALLOWED.test(key)) {
      throw invalidTag('The TagKey you have provided is invalid', { TagKey: key });
    }
    if (key.startsWith('aws:'))
      throw invalidTag(
        limit === OBJECT_TAGS ? 'Your TagKey cannot be prefixed with aws:' : 'System tags cannot be added/updated by requester',
        { TagKey: key },
      );
    if (value.length > 256 || !ALLOWED.test(value)) {
      throw invalidTag('The TagValue you have provided is invalid', { TagKey: key, TagValue: value });
    }
  }
}
