import type { AccountRows, EntityRow } from './store.ts';

/** Somebody who uses a managed policy. */
export interface PolicyUser {
  readonly kind: 'group' | 'user' | 'role';
  readonly row: EntityRow;
  /** The order of the list: groups, users, roles, each by name. */
  readonly key: string;
}

interface Filter {
  readonly EntityFilter?: string | undefined;
  readonly PolicyUsageFilter?: string | undefined;
  readonly PathPrefix?: string | undefined;
}

/** aws: the kinds of policies are a filter, too, by which nobody is found — recorded, radkawar/stackd iam/policy_management.json */
const FILTERS: Readonly<Record<string, string>> = {
  Group: 'group',
  User: 'user',
  Role: 'role',
  LocalManagedPolicy: 'none',
  AWSManagedPolicy: 'none',
};

export function usersOfPolicy(arn: string, filter: Filter, rows: AccountRows): PolicyUser[] {
  const kinds: readonly [PolicyUser['kind'], readonly (EntityRow & { readonly boundary?: string })[]][] = [
    ['group', rows.groups.list()],
    ['user', rows.users.list()],
    ['role', rows.roles.list()],
  ];
  const usage = filter.PolicyUsageFilter;
  const uses = (row: EntityRow & { readonly boundary?: string }) =>
    (usage !== 'PermissionsBoundary' && row.attached.includes(arn)) || (usage !== 'PermissionsPolicy' && row.boundary === arn);
  return kinds
    .filter(([kind]) => (FILTERS[filter.EntityFilter ?? ''] ?? kind) === kind)
    .flatMap(([kind, list], order) =>
      list
        .filter((row) => row.path.startsWith(filter.PathPrefix ?? '/') && uses(row))
        .map((row) => ({ kind, row, key: `${order}${row.name.toLowerCase()}` })),
    );
}
