export { compilePolicy } from './compile.ts';
export { contextKeysOf } from './context-keys.ts';
export { evaluate, loosened, resourceVerdictOf, verdictOf } from './evaluate.ts';
export { grantedServices } from './granted-services.ts';
export { checkIdentityPolicy, checkSessionPolicy } from './identity-grammar.ts';
export { awsPrincipalsOf, renamedPrincipals } from './named-principals.ts';
export { type PinnedPolicy, type PrincipalIds, pinnedPolicy, toldPolicy } from './pinned-principals.ts';
export { isPublicPolicy } from './public-policy.ts';
export { checkTrustPolicy, invalidEffect } from './trust-grammar.ts';
export {
  type Conditions,
  conditionsIn,
  type Decision,
  type Policy,
  PolicyError,
  type PolicyRequest,
  type PolicySet,
  type PolicyType,
} from './types.ts';
