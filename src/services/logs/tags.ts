import { tooManyTags } from './errors.ts';

type Tags = Readonly<Record<string, string>>;

/** aws: 50 tags per log group — API reference, TagResource */
const MOST = 50;

export function checkedTags(before: Tags, added: Tags): Tags {
  const tags = { ...before, ...added };
  if (Object.keys(tags).length > MOST) throw tooManyTags();
  return tags;
}

export const without = (tags: Tags, keys: readonly string[]): Tags =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
