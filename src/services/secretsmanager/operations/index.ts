import type { Operations } from '#api/secretsmanager';
import { type OperationTable, unsupported } from '#core';
import type { SecretsDeps } from '../deps.ts';
import { batchGetSecretValue } from './batch-get-secret-value.ts';
import { createSecret } from './create-secret.ts';
import { deleteResourcePolicy } from './delete-resource-policy.ts';
import { deleteSecret } from './delete-secret.ts';
import { describeSecret } from './describe-secret.ts';
import { getRandomPassword } from './get-random-password.ts';
import { getResourcePolicy } from './get-resource-policy.ts';
import { getSecretValue } from './get-secret-value.ts';
import { listResourcePolicies } from './list-resource-policies.ts';
import { listSecretVersionIds } from './list-secret-version-ids.ts';
import { listSecrets } from './list-secrets.ts';
import { putResourcePolicy } from './put-resource-policy.ts';
import { putSecretValue } from './put-secret-value.ts';
import { restoreSecret } from './restore-secret.ts';
import { tagResource } from './tag-resource.ts';
import { untagResource } from './untag-resource.ts';
import { updateSecret } from './update-secret.ts';
import { updateSecretVersionStage } from './update-secret-version-stage.ts';
import { validateResourcePolicy } from './validate-resource-policy.ts';

const ROTATION = unsupported(
  'There is no AWS Lambda here that could rotate a secret: write the new value with PutSecretValue and move its labels with UpdateSecretVersionStage.',
);
const REPLICATION = unsupported('Secrets are not replicated: each Region, and each account, has its own.');

/** Every operation of the model. */
export const operations = {
  AssociateCrossAccountReplica: REPLICATION,
  BatchGetSecretValue: batchGetSecretValue,
  CancelRotateSecret: ROTATION,
  CreateSecret: createSecret,
  DeleteResourcePolicy: deleteResourcePolicy,
  DeleteSecret: deleteSecret,
  DescribeSecret: describeSecret,
  DisassociateCrossAccountReplica: REPLICATION,
  GetRandomPassword: getRandomPassword,
  GetResourcePolicy: getResourcePolicy,
  GetSecretValue: getSecretValue,
  ListResourcePolicies: listResourcePolicies,
  ListSecretVersionIds: listSecretVersionIds,
  ListSecrets: listSecrets,
  PutResourcePolicy: putResourcePolicy,
  PutSecretValue: putSecretValue,
  RemoveRegionsFromReplication: REPLICATION,
  ReplicateSecretToRegions: REPLICATION,
  RestoreSecret: restoreSecret,
  RotateSecret: ROTATION,
  StopReplicationToReplica: REPLICATION,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateSecret: updateSecret,
  UpdateSecretVersionStage: updateSecretVersionStage,
  ValidateResourcePolicy: validateResourcePolicy,
} satisfies OperationTable<Operations, SecretsDeps>;
