import type { Tag } from '#api/kinesis';
import type { AwsError } from '#core';
import { badTagCharacters, reservedTagKey } from './errors.ts';

const LEGAL = /^[\p{L}\p{Z}\p{N}_.:/=+\-@%]*$/u;
/** — aws: developer guide, "Tag your resources" */
const MAX_TAGS = 50;

/** Refuses tags AWS would refuse, and tags that are too many together with those there are. */
export function checkTags(
  tags: Readonly<Record<string, string>>,
  existing: Readonly<Record<string, string>>,
  tooMany: () => AwsError,
): void {
  if (!Object.entries(tags).every(([key, value]) => LEGAL.test(key) && LEGAL.test(value))) throw badTagCharacters();
  if (Object.keys(tags).some((key) => /^aws:/i.test(key))) throw reservedTagKey();
  if (Object.keys({ ...existing, ...tags }).length > MAX_TAGS) throw tooMany();
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
