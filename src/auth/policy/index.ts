export { compilePolicy } from './compile.ts';
export { evaluate } from './evaluate.ts';
export { checkIdentityPolicy } from './identity-grammar.ts';
export { checkTrustPolicy } from './trust-grammar.ts';
export { type Decision, type Policy, PolicyError, type PolicyRequest, type PolicySet, type PolicyType } from './types.ts';
