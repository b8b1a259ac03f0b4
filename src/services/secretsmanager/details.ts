import { described, type Secret } from './secret.ts';

const dateOf = (millis: number | undefined): Date | undefined => (millis === undefined ? undefined : new Date(millis));

/** What DescribeSecret and ListSecrets tell alike. What a secret does not have is left out, as recorded of test_secret_tags. */
export const detailsOf = (secret: Secret) => {
  const { description, kmsKeyId, changedAt, accessedAt, deletionAt, deletedAt = deletionAt, createdAt, tags } = secret.row;
  return {
    ...described(secret),
    Description: description || undefined,
    KmsKeyId: kmsKeyId,
    LastChangedDate: new Date(changedAt),
    LastAccessedDate: dateOf(accessedAt),
    // aws: when it was asked for, not when it is to be — recorded, radkawar/stackd secretsmanager/lifecycle.json
    DeletedDate: dateOf(deletedAt),
    Tags: tags,
    CreatedDate: new Date(createdAt),
  };
};
