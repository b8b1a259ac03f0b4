import { onPolicy } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { policyHasVersions, policyIsAttached } from '../errors.ts';
import { policyUsage } from '../managed-policies.ts';
import { ownPolicy } from '../own-policies.ts';

export const deletePolicy: IamOperation<'DeletePolicy'> = {
  access: onPolicy,
  run: (input, call, deps) => {
    const { arn, row } = ownPolicy(input.PolicyArn, call, deps);
    const rows = deps.store.in(call.scope);
    const { attachments, boundaries } = policyUsage(rows)(arn);
    if (attachments + boundaries > 0) throw policyIsAttached();
    if (row.versions.length > 1) throw policyHasVersions();
    rows.policies.delete(row.name);
    return {};
  },
};
