import type { Tag } from '#api/cloudwatch';
import { parseArn, type Scope } from '#core';
import * as errors from '../errors.ts';

export type Tags = Readonly<Record<string, string>>;

/** aws: 50 — API reference, TagResource */
const MOST = 50;

export function withTags(before: Tags, added: readonly Tag[] = []): Tags {
  const tags = { ...before, ...Object.fromEntries(added.map(({ Key, Value }) => [Key, Value])) };
  if (Object.keys(tags).length > MOST) throw errors.tooManyTags();
  return tags;
}

/** The name of the alarm that an ARN of this account and region means. */
export function alarmOfArn(arn: string, { account, region }: Scope): string {
  const parts = parseArn(arn);
  if (parts?.service !== 'cloudwatch' || !parts.resource.startsWith('alarm:')) throw errors.notAnAlarmArn(arn);
  if (parts.account !== account || parts.region !== region) throw errors.taggedMissing(arn);
  return parts.resource.slice('alarm:'.length);
}
