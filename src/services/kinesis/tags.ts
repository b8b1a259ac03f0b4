import type { Tag } from '#api/kinesis';
import { badTagCharacters, reservedTagKey, tooManyTags } from './errors.ts';

const LEGAL = /^[\p{L}\p{Z}\p{N}_.:/=+\-@%]*$/u;
/** — aws: developer guide, "Tag your resources" */
const MAX_TAGS = 50;

/** Refuses tags AWS would refuse, and tags that are too many together with those there are. */
export function checkTags(
  tags: Readonly<Record<string, string>>,
  existing: Readonly<Record<string, string>>,
  resource: string,
  account: string,
): void {
  if (!Object.entries(tags).every(([key, value]) => LEGAL.test(key) && LEGAL.test(value))) throw badTagCharacters();
  const reserved = Object.keys(tags).find((key) => /^aws:/i.test(key));
  if (reserved !== undefined) throw reservedTagKey(reserved);
  if (Object.keys({ ...existing, ...tags }).length > MAX_TAGS) throw tooManyTags(resource, account);
}

export const checkTagKeys = (keys: readonly string[]): void => {
  if (!keys.every((key) => LEGAL.test(key))) throw badTagCharacters();
};

export function without(tags: Readonly<Record<string, string>>, keys: readonly string[]): Record<string, string> {
  const gone = new Set(keys);
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key)));
}

export const sortedTags = (tags: Readonly<Record<string, string>>): Tag[] =>
  Object.keys(tags)
    .sort()
    .map((Key) => ({ Key, Value: tags[Key] }));
