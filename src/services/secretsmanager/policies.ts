import { compilePolicy, isPublicPolicy, type PinnedPolicy, PolicyError, pinnedPolicy } from '#auth';
import type { Call, Scope } from '#core';
import { findSecret } from './address.ts';
import type { SecretsDeps } from './deps.ts';
import { onlyDefaultPolicy, policySyntax, publicPolicy, unsupportedPrincipal } from './errors.ts';
import { changeSecret, type Secret } from './secret.ts';

export const DEFAULT_POLICY = 'default';

export function checkPolicyName(name: string | undefined): void {
  if ((name ?? DEFAULT_POLICY) !== DEFAULT_POLICY) throw onlyDefaultPolicy();
}

/** Refuses what is no resource policy: it must say for whom it is. */
export function checkPolicy(text: string): void {
  try {
    const { statements } = compilePolicy(text);
    if (statements.length > 0 && statements.every(({ principal }) => principal !== undefined)) return;
  } catch (thrown) {
    if (!(thrown instanceof PolicyError)) throw thrown;
  }
  throw policySyntax();
}

/** A policy of a secret, its principals looked up. */
export function pinned(text: string, scope: Scope, deps: SecretsDeps): Required<PinnedPolicy> {
  const found = pinnedPolicy(text, scope, deps.principals);
  if (!found) throw unsupportedPrincipal();
  return found;
}

export function checkNotPublic(text: string): void {
  if (isPublicPolicy(text)) throw publicPolicy();
}

export function policyInForce(arn: string, scope: Scope, deps: SecretsDeps): string | undefined {
  const region = arn.split(':')[3] ?? scope.region;
  const secret = arn.startsWith('arn:') ? findSecret(arn, { ...scope, region }, deps) : undefined;
  return secret?.arn === arn ? (secret.row.policyInForce ?? secret.row.policy) : undefined;
}

class Undone extends Error {}

/** Whether the caller could still change the policy of a secret that had this one. */
export function managesUnder(secret: Secret, policy: string, call: Call, deps: SecretsDeps): boolean {
  let may = false;
  try {
    deps.store.transaction(() => {
      changeSecret(secret, pinned(policy, secret.scope, deps), deps);
      may = call.may({ action: 'secretsmanager:PutResourcePolicy', resource: secret.arn, resourceAccount: secret.scope.account });
      throw new Undone();
    });
  } catch (thrown) {
    if (!(thrown instanceof Undone)) throw thrown;
  }
  return may;
}
