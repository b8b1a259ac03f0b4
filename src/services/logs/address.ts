import { type Access, parseArn, type Scope } from '#core';
import { groupMissing, groupNotFound, keyOfResults, keyOfWhat, nameAndIdentifier, notAGroupArn } from './errors.ts';
import { groupArn, streamArn } from './store.ts';

interface NamesGroup {
  readonly logGroupName?: string | undefined;
  readonly logGroupIdentifier?: string | undefined;
}

/** The group a request is about: its name, or its ARN where the operation takes identifiers. */
export function groupOf({ logGroupName, logGroupIdentifier }: NamesGroup, scope: Scope): string {
  if (logGroupName !== undefined && logGroupIdentifier !== undefined) throw nameAndIdentifier();
  if (logGroupName === undefined && logGroupIdentifier === undefined) throw groupMissing();
  const name = logGroupName ?? logGroupIdentifier ?? '';
  return name.startsWith('arn:') ? groupOfArn(name, scope) : name;
}

/** `arn:aws:logs:r:a:log-group:NAME`, with or without the `:*` that DescribeLogGroups puts behind it. */
export function groupOfArn(arn: string, { account, region }: Scope): string {
  const parts = parseArn(arn);
  const [kind, name] = parts?.resource.split(':') ?? [];
  if (!parts || kind !== 'log-group' || !name) throw notAGroupArn(arn);
  // accounts are not linked with each other here: the groups of another one cannot be seen
  if (parts.account !== account || parts.region !== region) throw groupNotFound();
  return name;
}

/** The group that a key is, or is to be, of. */
export function keyedGroup(
  { logGroupName, resourceIdentifier }: { logGroupName?: string | undefined; resourceIdentifier?: string | undefined },
  scope: Scope,
): string {
  if ((logGroupName === undefined) === (resourceIdentifier === undefined)) throw keyOfWhat();
  if (logGroupName !== undefined) return logGroupName;
  const arn = resourceIdentifier ?? '';
  if (parseArn(arn)?.resource.startsWith('query-result')) throw keyOfResults();
  return groupOfArn(arn, scope);
}

/**
 * aws: a group is asked for as the log stream without a name, so that `NAME:*` and `NAME:log-stream:*` in a policy cover it
 * — observed in AWS's refusals: "not authorized to perform: logs:FilterLogEvents on resource: …:log-group:NAME:log-stream:"
 */
export const onGroup = (scope: Scope, name: string): Access => ({ resource: streamArn(scope, name, '') });
export const onStream = (scope: Scope, group: string, stream: string): Access => ({ resource: streamArn(scope, group, stream) });

/** aws: a list of groups is asked for as the group without a name — observed in AWS's refusals of DescribeLogGroups */
export const onAllGroups = (scope: Scope): Access => onGroup(scope, '');

/** aws: tags are on the group's ARN without anything behind it — model, TagResourceRequest.resourceArn */
export const onTags = (scope: Scope, name: string): Access => ({ resource: groupArn(scope, name) });
