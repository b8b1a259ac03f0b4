import type { PolicyDescriptorType } from '#api/sts';
import { checkSessionPolicy } from '#auth';
import { type Caller, isJson } from '#core';
import type { StsDeps } from './deps.ts';
import { checked, noSuchSessionPolicy, policyNotJson, tooManySessionPolicies } from './errors.ts';

/** — model documentation, AssumeRoleRequest.PolicyArns */
const MAX_MANAGED = 10;

interface Input {
  readonly Policy?: string | undefined;
  readonly PolicyArns?: readonly PolicyDescriptorType[] | undefined;
}

/** Session policies, inline and managed, that bound a new session; undefined where none were passed. */
export function sessionPolicies(
  input: Input,
  where: Pick<Caller, 'partition' | 'account'>,
  deps: StsDeps,
): readonly string[] | undefined {
  if ((input.PolicyArns?.length ?? 0) > MAX_MANAGED) throw tooManySessionPolicies(MAX_MANAGED);
  const arns = (input.PolicyArns ?? []).map((policy) => policy.arn ?? '');
  for (const arn of arns) {
    if (!deps.principals.hasManagedPolicy(where.partition, where.account, arn)) throw noSuchSessionPolicy(arn);
  }
  const { Policy: inline } = input;
  if (inline !== undefined) {
    if (!isJson(inline)) throw policyNotJson();
    checked(() => checkSessionPolicy(inline));
  }
  return inline === undefined && arns.length === 0 ? undefined : [...(inline === undefined ? [] : [inline]), ...arns];
}
