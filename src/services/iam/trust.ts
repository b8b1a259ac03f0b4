import { checkTrustPolicy } from '#auth';
import { checked, quota } from './errors.ts';
import { LIMITS, policySize } from './limits.ts';

/** Refuses what cannot be a role's trust policy. */
export function checkTrust(document: string): void {
  checked(() => checkTrustPolicy(document));
  // aws: "Cannot exceed quota for ACLSizePerRole: 2048" — recorded AWS answer (versitygw controller_test.go)
  if (policySize(document) > LIMITS.trustPolicySize) throw quota('ACLSizePerRole', LIMITS.trustPolicySize);
}
