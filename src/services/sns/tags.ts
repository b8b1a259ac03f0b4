import type { Tag } from '#api/sns';
import * as errors from './errors.ts';

const MOST = 50;

export function withTags(before: Readonly<Record<string, string>>, added: readonly Tag[] = []): Record<string, string> {
  if (new Set(added.map(({ Key }) => Key)).size < added.length) throw errors.twiceTagged();
  const tags = { ...before, ...Object.fromEntries(added.map(({ Key, Value }) => [Key, Value])) };
  if (Object.keys(tags).length > MOST) throw errors.tooManyTags();
  return tags;
}
