import type { Tag } from '#api/secretsmanager';
import { duplicateTags, incompleteTag, reservedTag, tooManyTags } from './errors.ts';
import type { TagRow } from './store.ts';

/** — API reference, CreateSecret, Tags: tag quotas of the AWS General Reference */
const MOST = 50;

/** The tags of a secret after others have been added; those there were keep their places. */
export function tagged(before: readonly TagRow[], added: readonly Tag[]): readonly TagRow[] {
  const tags = new Map(before.map((tag) => [tag.Key, tag]));
  const given = new Set<string>();
  for (const { Key, Value } of added) {
    if (Key === undefined || Value === undefined) throw incompleteTag();
    if (/^aws:/i.test(Key)) throw reservedTag();
    if (given.has(Key)) throw duplicateTags();
    given.add(Key);
    tags.set(Key, { Key, Value });
  }
  if (tags.size > MOST) throw tooManyTags();
  return [...tags.values()];
}
