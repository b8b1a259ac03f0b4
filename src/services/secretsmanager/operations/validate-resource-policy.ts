import { isPublicPolicy } from '#auth';
import { onSecret, requestKeys, usableSecret } from '../address.ts';
import type { SecretsOperation } from '../deps.ts';
import { checkPolicy, managesUnder } from '../policies.ts';

// — user guide "Attach a permissions policy to a secret", its error messages; the names of the checks are ours
const BROAD = {
  CheckName: 'BroadAccess',
  ErrorMessage: 'This resource policy grants broad access to your secret.',
};
const LOCKOUT = {
  CheckName: 'Lockout',
  ErrorMessage: 'Your requested changes will not allow you to manage this secret in the future.',
};

export const validateResourcePolicy: SecretsOperation<'ValidateResourcePolicy'> = {
  // aws: both are asked for — API reference, ValidateResourcePolicy
  access: (input) => {
    const { SecretId } = input;
    const on = SecretId === undefined ? { resource: '*', context: requestKeys(input) } : onSecret({ ...input, SecretId });
    return [on, { ...on, action: 'secretsmanager:PutResourcePolicy' }];
  },
  run: ({ SecretId, ResourcePolicy: policy }, call, deps) => {
    const secret = SecretId === undefined ? undefined : usableSecret(SecretId, call.scope, deps);
    checkPolicy(policy);
    const errors = [
      ...(isPublicPolicy(policy) ? [BROAD] : []),
      ...(secret && !managesUnder(secret, policy, call, deps) ? [LOCKOUT] : []),
    ];
    return { PolicyValidationPassed: errors.length === 0, ValidationErrors: errors };
  },
};
