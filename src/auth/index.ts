export {
  compilePolicy,
  type Decision,
  evaluate,
  type Policy,
  PolicyError,
  type PolicyRequest,
  type PolicySet,
  type PolicyType,
} from './policy/index.ts';
