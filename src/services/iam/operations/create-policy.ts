import { checkIdentityPolicy } from '#auth';
import { tagContext, within } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { newId } from '../entities.ts';
import { checked, policyExists, quota } from '../errors.ts';
import { LIMITS, policySize } from '../limits.ts';
import { policyCreated } from '../shapes.ts';
import { iamArn, type PolicyRow } from '../store.ts';
import { EXACT_CASE, newTags } from '../tags.ts';

export const createPolicy: IamOperation<'CreatePolicy'> = {
  access: (input, scope) =>
    within({ resource: iamArn(scope, 'policy', { path: input.Path, name: input.PolicyName }) }, tagContext(input)),
  run: (input, call, deps) => {
    const { policies } = deps.store.in(call.scope);
    checked(() => checkIdentityPolicy(input.PolicyDocument));
    if (policySize(input.PolicyDocument) > LIMITS.policySize) throw quota('PolicySize', LIMITS.policySize);
    if (policies.get(input.PolicyName)) throw policyExists(input.PolicyName);
    if (policies.count() >= LIMITS.policies) throw quota('PoliciesPerAccount', LIMITS.policies);
    const now = deps.clock.millis();
    const row: PolicyRow = {
      name: input.PolicyName,
      path: input.Path ?? '/',
      id: newId('policy', deps.ids),
      createdAt: now,
      updatedAt: now,
      tags: newTags(EXACT_CASE, input.Tags),
      versions: [{ id: 'v1', document: input.PolicyDocument, createdAt: now }],
      defaultVersion: 'v1',
      nextVersion: 2,
      ...(input.Description === undefined ? {} : { description: input.Description }),
    };
    policies.put(row);
    return { Policy: policyCreated({ arn: iamArn(call.scope, 'policy', row), aws: false, row }) };
  },
};
