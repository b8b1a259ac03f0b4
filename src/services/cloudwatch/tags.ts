import type { Tag } from '#api/cloudwatch';
import { parseArn, type Scope } from '#core';
import type { CloudWatchDeps } from './deps.ts';
import * as errors from './errors.ts';

export type Tags = Readonly<Record<string, string>>;

/** aws: 50 — API reference, TagResource */
const MOST = 50;

export function withTags(before: Tags, added: readonly Tag[] = []): Tags {
  const tags = { ...before, ...Object.fromEntries(added.map(({ Key, Value }) => [Key, Value])) };
  if (Object.keys(tags).length > MOST) throw errors.tooManyTags();
  return tags;
}

/** The tags of the alarm or dashboard that an ARN means, and a way to change them; undefined where there is none. */
export function taggedBy(
  arn: string,
  scope: Scope,
  { alarms, dashboards }: Pick<CloudWatchDeps, 'alarms' | 'dashboards'>,
): { readonly tags: Tags; keep(tags: Tags): void } | undefined {
  const parts = parseArn(arn);
  const [, kind, name = ''] = /^(alarm:|dashboard\/)(.*)$/s.exec(parts?.resource ?? '') ?? [];
  if (parts?.service !== 'cloudwatch' || kind === undefined) throw errors.notTaggable(arn);
  if (parts.account !== scope.account) throw errors.taggedMissing(arn);
  if (kind === 'dashboard/') {
    const rows = dashboards.in(scope);
    const row = parts.region === '' ? rows.get(name) : undefined;
    return row && { tags: row.tags, keep: (tags) => rows.put([name], { ...row, tags }) };
  }
  const rows = alarms.store.alarms(scope);
  const row = parts.region === scope.region ? rows.get(name) : undefined;
  return row && { tags: row.tags, keep: (tags) => rows.put([name], { ...row, tags }) };
}
