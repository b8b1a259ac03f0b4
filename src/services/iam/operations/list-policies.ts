import { listing } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { awsPolicies, policyUsage } from '../managed-policies.ts';
import { byKey, page } from '../pages.ts';
import { type ManagedPolicy, policyInList, type Usage } from '../shapes.ts';
import { iamArn } from '../store.ts';

const arnOf = (policy: ManagedPolicy) => policy.arn;

const anyUse = (usage: Usage) => usage.attachments + usage.boundaries > 0;
const USED: Readonly<Record<string, (usage: Usage) => boolean>> = {
  PermissionsPolicy: (usage) => usage.attachments > 0,
  PermissionsBoundary: (usage) => usage.boundaries > 0,
};

export const listPolicies: IamOperation<'ListPolicies'> = {
  access: listing('policy'),
  run: (input, call, deps) => {
    const rows = deps.store.in(call.scope);
    const usage = policyUsage(rows);
    const local = rows.policies.list().map((row): ManagedPolicy => ({ arn: iamArn(call.scope, 'policy', row), aws: false, row }));
    const aws = input.Scope === 'Local' ? [] : [...awsPolicies(deps.store, call.scope.partition).values()];
    const all = [...(input.Scope === 'AWS' ? [] : local), ...aws];
    const used = USED[input.PolicyUsageFilter ?? 'Any'] ?? anyUse;
    const shown = all.filter(({ arn, row }) => {
      return row.path.startsWith(input.PathPrefix ?? '/') && (!input.OnlyAttached || used(usage(arn)));
    });
    const { items, more } = page(shown.sort(byKey(arnOf)), arnOf, input);
    return { Policies: items.map((policy) => policyInList(policy, usage(policy.arn))), ...more };
  },
};
