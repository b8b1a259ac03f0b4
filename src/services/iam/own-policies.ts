import type { Call } from '#core';
import type { IamDeps } from './deps.ts';
import { awsManagedPolicy, policyNotFound, policyVersionNotFound } from './errors.ts';
import { checkPolicyArn, findPolicy } from './managed-policies.ts';
import type { ManagedPolicy } from './shapes.ts';
import type { PolicyVersionRow } from './store.ts';

interface VersionName {
  readonly PolicyArn: string;
  readonly VersionId: string;
}
type Versioned = ManagedPolicy & { readonly version: PolicyVersionRow };

/** The managed policy of an ARN, AWS's or the account's, or NoSuchEntity. */
export function knownPolicy(arn: string, call: Call, { store }: IamDeps): ManagedPolicy {
  checkPolicyArn(arn);
  const policy = findPolicy(store, call.scope, arn);
  if (!policy) throw policyNotFound(arn);
  return policy;
}

/** The same, to be changed: it must be the account's. */
export function ownPolicy(arn: string, call: Call, deps: IamDeps): ManagedPolicy {
  const policy = knownPolicy(arn, call, deps);
  if (policy.aws) throw awsManagedPolicy();
  return policy;
}

export function knownVersion({ PolicyArn, VersionId }: VersionName, call: Call, { store }: IamDeps): Versioned {
  checkPolicyArn(PolicyArn);
  const policy = findPolicy(store, call.scope, PolicyArn);
  const version = policy?.row.versions.find((one) => one.id === VersionId);
  if (!policy || !version) throw policyVersionNotFound(PolicyArn, VersionId);
  return { ...policy, version };
}

export function ownVersion(name: VersionName, call: Call, deps: IamDeps): Versioned {
  const found = knownVersion(name, call, deps);
  if (found.aws) throw awsManagedPolicy();
  return found;
}
