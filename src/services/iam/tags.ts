import { duplicateTagKeys, quota } from './errors.ts';
import { LIMITS } from './limits.ts';
import { byKey, type PageInput, page } from './pages.ts';
import type { TagRow } from './store.ts';

const same = (key: string) => key.toLowerCase();

/** The tags of a new resource. aws: keys do not differ by case alone — developer guide "Tags for IAM resources" */
export function newTags(tags: readonly TagRow[] | undefined): readonly TagRow[] {
  const list = tags ?? [];
  if (new Set(list.map((tag) => same(tag.Key))).size < list.length) throw duplicateTagKeys();
  return list.map(({ Key, Value }) => ({ Key, Value }));
}

/** Tags with some set or replaced. */
export function withTags(resource: string, present: readonly TagRow[], set: readonly TagRow[]): readonly TagRow[] {
  const added = newTags(set);
  const replaced = new Set(added.map((tag) => same(tag.Key)));
  const tags = [...present.filter((tag) => !replaced.has(same(tag.Key))), ...added];
  if (tags.length > LIMITS.tags) throw quota(`TagsPer${resource}`, LIMITS.tags);
  return tags;
}

export function withoutTags(present: readonly TagRow[], keys: readonly string[]): readonly TagRow[] {
  const removed = new Set(keys.map(same));
  return present.filter((tag) => !removed.has(same(tag.Key)));
}

const keyOf = (tag: TagRow) => tag.Key;

export function listTags(tags: readonly TagRow[], input: PageInput) {
  const { items, more } = page([...tags].sort(byKey(keyOf)), keyOf, input);
  return { Tags: items, ...more };
}
