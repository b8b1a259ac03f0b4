import type { Access, Caller, Scope } from '#core';
import { iamArn, type ResourceKind, type TagRow } from './store.ts';

/*
 * What IAM is asked before an operation of IAM runs. A rule knows only the name, not the path of an existing entity: the door
 * puts in the path, and adds the keys that follow from the row (see `withRows` in index.ts).
 * — service authorization reference "Actions, resources, and condition keys for AWS Identity and Access Management"
 */
const on =
  (kind: ResourceKind, name: string, path?: string) =>
  (scope: Scope): string =>
    iamArn(scope, kind, { name, path });

interface UserNamed {
  readonly UserName: string;
}
interface RoleNamed {
  readonly RoleName: string;
}
interface GroupNamed {
  readonly GroupName: string;
}
interface ProfileNamed {
  readonly InstanceProfileName: string;
}
interface PolicyNamed {
  readonly PolicyArn: string;
}

export const onUser = (input: UserNamed, scope: Scope): Access => ({ resource: on('user', input.UserName)(scope) });
export const onRole = (input: RoleNamed, scope: Scope): Access => ({ resource: on('role', input.RoleName)(scope) });
export const onGroup = (input: GroupNamed, scope: Scope): Access => ({ resource: on('group', input.GroupName)(scope) });
export const onProfile = (input: ProfileNamed, scope: Scope): Access => ({
  resource: on('instance-profile', input.InstanceProfileName)(scope),
});
export const onPolicy = (input: PolicyNamed): Access => ({ resource: input.PolicyArn });
export const onEverything = (): Access => ({ resource: '*' });

/** Operations on a user that mean the caller where no name is given. */
export const onUserOrSelf = (
  input: Partial<UserNamed> | { readonly UserName?: string | undefined },
  scope: Scope,
  caller: Caller,
): Access => ({
  resource: input.UserName === undefined ? caller.arn : on('user', input.UserName)(scope),
});

/** All of a kind under a path, as List operations ask for them. */
export const listing =
  (kind: ResourceKind) =>
  (input: { readonly PathPrefix?: string | undefined }, scope: Scope): Access => ({
    resource: iamArn(scope, kind, { path: input.PathPrefix ?? '/', name: '' }),
  });

interface Tagged {
  readonly Tags?: readonly TagRow[] | undefined;
  readonly TagKeys?: readonly string[] | undefined;
}

/** `aws:RequestTag/…` and `aws:TagKeys` of a request that sets or removes tags. */
export function tagContext(input: Tagged): NonNullable<Access['context']> {
  const keys = input.TagKeys ?? input.Tags?.map((tag) => tag.Key) ?? [];
  const context: Record<string, string | readonly string[]> = keys.length ? { 'aws:TagKeys': keys } : {};
  for (const { Key, Value } of input.Tags ?? []) context[`aws:RequestTag/${Key}`] = Value;
  return context;
}

export const within = (access: Access, context: NonNullable<Access['context']>): Access => ({
  ...access,
  context: { ...access.context, ...context },
});
