import type * as api from '#api/kinesisanalyticsv2';
import { duplicateTagKey, reservedTagKey, tooManyTags } from './errors.ts';
import type { Limits } from './limits.ts';

/** The tags after `added` are put over `existing`. */
export function tagged(
  existing: Readonly<Record<string, string>>,
  added: readonly api.Tag[],
  limits: Limits,
): Record<string, string> {
  const seen = new Set<string>();
  for (const { Key } of added) {
    if (seen.has(Key)) throw duplicateTagKey(Key);
    if (/^aws:/i.test(Key)) throw reservedTagKey(Key);
    seen.add(Key);
  }
  const tags = { ...existing };
  for (const { Key, Value } of added) tags[Key] = Value ?? '';
  if (Object.keys(tags).length > limits.tagsPerApplication) throw tooManyTags(limits.tagsPerApplication);
  return tags;
}
