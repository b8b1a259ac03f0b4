export { compilePolicy } from './compile.ts';
export { evaluate } from './evaluate.ts';
export { type Decision, type Policy, PolicyError, type PolicyRequest, type PolicySet, type PolicyType } from './types.ts';
