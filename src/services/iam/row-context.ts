import { type Access, parseArn, type Scope } from '#core';
import { findPolicy } from './managed-policies.ts';
import { type AccountRows, type IamStore, iamArn, type TagRow } from './store.ts';

interface Found {
  readonly name: string;
  readonly path: string;
  readonly tags?: readonly TagRow[];
  readonly boundary?: string;
}

const KINDS: Readonly<Record<string, ((rows: AccountRows, name: string) => Found | undefined) | undefined>> = {
  user: (rows, name) => rows.users.get(name),
  role: (rows, name) => rows.roles.get(name),
  group: (rows, name) => rows.groups.get(name),
  'instance-profile': (rows, name) => rows.profiles.get(name),
};

/**
 * What a rule of `access.ts` asks for, completed from the row it is about: the path in the ARN, `iam:PermissionsBoundary`,
 * and `aws:ResourceTag/…` with IAM's own name of it.
 */
export function withRow(access: Access, store: IamStore, scope: Scope): Access {
  const parsed = parseArn(access.resource);
  if (parsed?.service !== 'iam' || !parsed.resource) return access;
  const [kind = '', ...names] = parsed.resource.split('/');
  if (kind === 'policy') {
    const policy = findPolicy(store, scope, access.resource);
    return policy ? { ...access, context: { ...tagContext(policy.row.tags), ...access.context } } : access;
  }
  if (kind === 'mfa') {
    const device = parsed.account === scope.account ? store.in(scope).mfaDevices.get(`/${names.join('/')}`) : undefined;
    return device ? { ...access, context: { ...tagContext(device.tags), ...access.context } } : access;
  }
  const row = names.length === 1 && parsed.account === scope.account ? KINDS[kind]?.(store.in(scope), names[0] ?? '') : undefined;
  if (!row) return access;
  return {
    ...access,
    resource: iamArn(scope, kind as 'user', row),
    context: {
      ...tagContext(row.tags ?? []),
      ...(row.boundary === undefined ? {} : { 'iam:PermissionsBoundary': row.boundary }),
      ...defined(access.context ?? {}),
    },
  };
}

const tagContext = (tags: readonly TagRow[]): Record<string, string> =>
  Object.fromEntries(
    tags.flatMap(({ Key, Value }) => [
      [`aws:ResourceTag/${Key}`, Value],
      [`iam:ResourceTag/${Key}`, Value],
    ]),
  );

const defined = (context: NonNullable<Access['context']>) =>
  Object.fromEntries(Object.entries(context).filter(([, value]) => value !== undefined));
