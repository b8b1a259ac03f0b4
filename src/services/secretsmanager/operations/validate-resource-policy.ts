import { isPublicPolicy } from '#auth';
import { onSecret, requestKeys, usableSecret } from '../address.ts';
import type { SecretsOperation } from '../deps.ts';
import { PUBLIC_POLICY } from '../errors.ts';
import { checkPolicy, managesUnder } from '../policies.ts';

// — recorded, radkawar/stackd secretsmanager/lifecycle.json
const BROAD = { CheckName: 'BlockPublicPolicyCheck', ErrorMessage: PUBLIC_POLICY };
// — user guide "Attach a permissions policy to a secret", its error messages; the name of the check is ours
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
