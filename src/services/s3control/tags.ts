import type { Tag } from '#api/s3control';
import { duplicateTagKeys, invalidTagText, reservedTagKey, tooManyTags } from './errors.ts';

const LIMIT = 50;
// aws: letters, digits, spaces and + - = . _ : / @ — model: TagKeyString, TagValueString
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** aws: which rule comes first — recorded AWS answers in localstack tests/aws/services/s3control, test_tag_resource_validation */
export function checkNewTags(tags: readonly Tag[]): void {
  if (new Set(tags.map((tag) => tag.Key)).size < tags.length) throw duplicateTagKeys();
  for (const { Key: key, Value: value } of tags) {
    if (key.startsWith('aws:')) throw reservedTagKey();
    const fits = key.length > 0 && key.length <= 128 && value.length <= 256;
    if (!fits || !ALLOWED.test(key) || !ALLOWED.test(value)) throw invalidTagText();
  }
}

/** A tag that is there already keeps its place. */
export function withTags(present: readonly Tag[], added: readonly Tag[]): readonly Tag[] {
  const values = new Map([...present, ...added].map((tag) => [tag.Key, tag.Value]));
  if (values.size > LIMIT) throw tooManyTags();
  return [...values].map(([Key, Value]) => ({ Key, Value }));
}
