import type { Tag } from '#api/sts';
import type { Caller } from '#core';
import { duplicateTagKeys, reservedTag, transitiveKeyNotRequested, transitiveTagConflict } from './errors.ts';

interface Tagged {
  readonly Tags?: readonly Tag[] | undefined;
  readonly TransitiveTagKeys?: readonly string[] | undefined;
}

export interface SessionTags {
  readonly tags?: Readonly<Record<string, string>>;
  readonly transitiveTagKeys?: readonly string[];
}

const RESERVED = /^aws:/i;
const same = (key: string) => key.toLowerCase();

/**
 * The tags of a new session: the role's, over them those that come along from the calling session, over them the requested
 * ones. — developer guide "Pass session tags in AWS STS"
 */
export function sessionTags(input: Tagged, caller: Caller, roleTags: Readonly<Record<string, string>>): SessionTags {
  const requested = input.Tags ?? [];
  if (requested.some(({ Key, Value }) => RESERVED.test(Key) || RESERVED.test(Value))) throw reservedTag();
  const requestedKeys = new Set(requested.map((tag) => same(tag.Key)));
  if (requestedKeys.size < requested.length) throw duplicateTagKeys();
  const transitive = input.TransitiveTagKeys ?? [];
  if (!transitive.every((key) => requestedKeys.has(same(key)))) throw transitiveKeyNotRequested();
  const inherited = caller.transitiveTagKeys ?? [];
  if (inherited.some((key) => requestedKeys.has(same(key)))) throw transitiveTagConflict();

  const tags = new Map<string, [string, string]>();
  const set = (key: string, value: string) => tags.set(same(key), [key, value]);
  for (const [key, value] of Object.entries(roleTags)) set(key, value);
  const comesAlong = new Set(inherited.map(same));
  for (const [key, value] of Object.entries(caller.tags ?? {})) if (comesAlong.has(same(key))) set(key, value);
  for (const { Key, Value } of requested) set(Key, Value);
  const transitiveTagKeys = [...inherited, ...transitive];
  return {
    ...(tags.size ? { tags: Object.fromEntries(tags.values()) } : {}),
    ...(transitiveTagKeys.length ? { transitiveTagKeys } : {}),
  };
}

/** `aws:RequestTag/…`, `aws:TagKeys`, `sts:TransitiveTagKeys` for the role's trust policy. */
export function tagContext(input: Tagged): Record<string, string | readonly string[]> {
  const context: Record<string, string | readonly string[]> = {};
  for (const { Key, Value } of input.Tags ?? []) context[`aws:RequestTag/${Key}`] = Value;
  if (input.Tags?.length) context['aws:TagKeys'] = input.Tags.map((tag) => tag.Key);
  if (input.TransitiveTagKeys?.length) context['sts:TransitiveTagKeys'] = input.TransitiveTagKeys;
  return context;
}
