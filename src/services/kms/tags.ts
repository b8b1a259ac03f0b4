import type { Tag } from '#api/kms';
import { duplicateTagKeys, reservedTag, tooManyTags } from './errors.ts';

/** — developer guide "Resource quotas": tags per key */
const MOST = 50;

/** The tags of a key after others have been added; those there were keep their places. */
export function tagged(before: readonly Tag[], added: readonly Tag[]): readonly Tag[] {
  if (added.some((tag) => /^aws:/i.test(tag.TagKey))) throw reservedTag();
  if (new Set(added.map((tag) => tag.TagKey)).size < added.length) throw duplicateTagKeys();
  const tags = new Map([...before, ...added].map((tag) => [tag.TagKey, tag]));
  if (tags.size > MOST) throw tooManyTags();
  return [...tags.values()];
}
