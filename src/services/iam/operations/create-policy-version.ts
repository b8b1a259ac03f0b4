import { checkIdentityPolicy } from '#auth';
import { onPolicy } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { checked, quota, tooManyVersions } from '../errors.ts';
import { LIMITS, policySize } from '../limits.ts';
import { ownPolicy } from '../own-policies.ts';
import { versionShape } from '../shapes.ts';

export const createPolicyVersion: IamOperation<'CreatePolicyVersion'> = {
  access: onPolicy,
  run: (input, call, deps) => {
    const { row } = ownPolicy(input.PolicyArn, call, deps);
    checked(() => checkIdentityPolicy(input.PolicyDocument));
    if (policySize(input.PolicyDocument) > LIMITS.policySize) throw quota('PolicySize', LIMITS.policySize);
    if (row.versions.length >= LIMITS.versionsPerPolicy) throw tooManyVersions();
    const now = deps.clock.millis();
    const version = { id: `v${row.nextVersion}`, document: input.PolicyDocument, createdAt: now };
    const defaultVersion = input.SetAsDefault ? version.id : row.defaultVersion;
    deps.store.in(call.scope).policies.put({
      ...row,
      versions: [...row.versions, version],
      defaultVersion,
      nextVersion: row.nextVersion + 1,
      updatedAt: now,
    });
    return { PolicyVersion: versionShape(version, defaultVersion) };
  },
};
