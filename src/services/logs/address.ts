import { type Access, parseArn, type Scope } from '#core';
import { groupMissing, notAGroupArn } from './errors.ts';
import { groupArn, streamArn } from './store.ts';

interface NamesGroup {
  readonly logGroupName?: string | undefined;
  readonly logGroupIdentifier?: string | undefined;
}

/** The group a request is about: its name, or its ARN where the operation takes identifiers. */
export function groupOf({ logGroupName, logGroupIdentifier }: NamesGroup): string {
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined)) throw groupMissing();
  const name = logGroupName ?? logGroupIdentifier ?? '';
  return name.startsWith('arn:') ? groupOfArn(name) : name;
}

/** `arn:aws:logs:r:a:log-group:NAME`, with or without the `:*` that DescribeLogGroups puts behind it. */
export function groupOfArn(arn: string): string {
  const [kind, name] = parseArn(arn)?.resource.split(':') ?? [];
  if (kind !== 'log-group' || !name) throw notAGroupArn(arn);
  return name;
}

/** aws: log groups are named with `:*` behind them in policies — service authorization reference, CloudWatch Logs */
export const onGroup = (scope: Scope, name: string): Access => ({ resource: `${groupArn(scope, name)}:*` });
export const onStream = (scope: Scope, group: string, stream: string): Access => ({ resource: streamArn(scope, group, stream) });
