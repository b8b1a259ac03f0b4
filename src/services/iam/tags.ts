import { duplicateTagKeys, duplicateTagKeysAnyCase, reservedTagKey, tooManyTags } from './errors.ts';
import { LIMITS } from './limits.ts';
import { byKey, type PageInput, page } from './pages.ts';
import type { TagRow } from './store.ts';

/** How the keys of a resource's tags compare. — developer guide "Tags for IAM resources: case sensitivity" */
interface KeyRule {
  readonly same: (key: string) => string;
  readonly duplicate: () => Error;
}
/** Users and roles: `Team` and `team` are one key. */
export const ANY_CASE: KeyRule = { same: (key) => key.toLowerCase(), duplicate: duplicateTagKeysAnyCase };
/** Everything else. */
export const EXACT_CASE: KeyRule = { same: (key) => key, duplicate: duplicateTagKeys };

/** The tags of a new resource. */
export function newTags({ same, duplicate }: KeyRule, tags: readonly TagRow[] | undefined): readonly TagRow[] {
  const list = tags ?? [];
  if (list.some(({ Key }) => /^aws:/i.test(Key))) throw reservedTagKey();
  if (new Set(list.map((tag) => same(tag.Key))).size < list.length) throw duplicate();
  return list.map(({ Key, Value }) => ({ Key, Value }));
}

/** Tags with some set or replaced. */
export function withTags(rule: KeyRule, present: readonly TagRow[], set: readonly TagRow[]): readonly TagRow[] {
  const added = newTags(rule, set);
  const replaced = new Set(added.map((tag) => rule.same(tag.Key)));
  const tags = [...present.filter((tag) => !replaced.has(rule.same(tag.Key))), ...added];
  if (tags.length > LIMITS.tags) throw tooManyTags(LIMITS.tags);
  return tags;
}

export function withoutTags(rule: KeyRule, present: readonly TagRow[], keys: readonly string[]): readonly TagRow[] {
  const removed = new Set(keys.map(rule.same));
  return present.filter((tag) => !removed.has(rule.same(tag.Key)));
}

const keyOf = (tag: TagRow) => tag.Key;

export function listTags(tags: readonly TagRow[], input: PageInput) {
  const { items, more } = page([...tags].sort(byKey(keyOf)), keyOf, input);
  return { Tags: items, ...more };
}
