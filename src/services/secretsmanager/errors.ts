import { errors } from '#api/secretsmanager';
import { AwsError } from '#core';

/*
 * Secrets Manager's sentences. Where nothing else is said they are recorded AWS answers, as LocalStack keeps them in
 * tests/aws/services/secretsmanager/test_secretsmanager.snapshot.json.
 */
const notFound = (sentence: string) => new errors.ResourceNotFoundException(sentence);
const invalidRequest = (sentence: string) => new errors.InvalidRequestException(sentence);
const invalidParameter = (sentence: string) => new errors.InvalidParameterException(sentence);

export const secretNotFound = () => notFound("Secrets Manager can't find the specified secret.");
export const stageNotFound = (label: string) =>
  notFound(`Secrets Manager can't find the specified secret value for staging label: ${label}`);
export const versionNotFound = (id: string) =>
  notFound(`Secrets Manager can't find the specified secret value for VersionId: ${id}`);
export const otherStage = () => invalidRequest('You provided a VersionStage that is not associated to the provided VersionId.');
export const invalidName = () =>
  new AwsError(
    'ValidationException',
    'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
  );
export const secretExists = (name: string) =>
  new errors.ResourceExistsException(`The operation failed because the secret ${name} already exists.`);
export const nameDying = () =>
  invalidRequest("You can't create this secret because a secret with this name is already scheduled for deletion.");
export const markedForDeletion = () =>
  invalidRequest("You can't perform this operation on the secret because it was marked for deletion.");
export const needsToken = () => invalidRequest('You must provide a ClientRequestToken value. We recommend a UUID-type value.');
// — the same file's test_cross_account_access, validated against AWS
export const foreignDefaultKey = () =>
  invalidRequest(
    "You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.",
  );

// — as several public emulators have it; not recorded
export const alreadyDying = () =>
  invalidRequest("You can't perform this operation on the secret because it was already scheduled for deletion.");
// — observed in AWS's answers, as moto's sources keep them
export const tokenInUse = (token: string, arn: string) =>
  new errors.ResourceExistsException(
    `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${arn}.`,
  );
export const needsValue = () => invalidRequest('You must provide either SecretString or SecretBinary.');
export const badWindow = () => invalidParameter('The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).');
export const windowAndForce = () =>
  invalidParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
export const notAVersion = (id: string) => invalidParameter(`Not a valid version: ${id}`);
// — observed in AWS's answers, as tests of public mocks keep them
export const twoValues = () =>
  invalidParameter("You can't specify both a binary secret value and a string secret value in the same secret.");
// — observed in AWS's answers to UpdateSecretVersionStage, as the change log and the sources of Terraform's provider quote them
export const needsRemoveFrom = (label: string, id: string) =>
  invalidParameter(
    `The parameter RemoveFromVersionId can't be empty. Staging label ${label} is currently attached to version ${id}, so you must explicitly reference that version in RemoveFromVersionId.`,
  );
export const currentStays = () =>
  invalidParameter('You can only move staging label AWSCURRENT to a different secret version. It can’t be completely removed.');
// — the words are ours: the API reference says that it fails
export const notAttached = (label: string, id: string) =>
  invalidParameter(`Staging label ${label} is not attached to version ${id}.`);
export const movesNothing = () => invalidParameter('Provide RemoveFromVersionId, MoveToVersionId, or both.');

// — observed in AWS's answers where a caller may not use the key, as public issue reports quote them
export const kmsDenied = () => new AwsError('AccessDeniedException', 'Access to KMS is not allowed');
// — the model's words for the two errors
export const encryptionFailure = () =>
  new errors.EncryptionFailure(
    "Secrets Manager can't encrypt the protected secret text using the provided KMS key. Check that the KMS key is available, enabled, and not in an invalid state.",
  );
export const decryptionFailure = () =>
  new errors.DecryptionFailure("Secrets Manager can't decrypt the protected secret text using the provided KMS key.");

// — user guide "Attach a permissions policy to a secret", its error messages
export const policySyntax = () => new errors.MalformedPolicyDocumentException('This resource policy contains a syntax error.');
export const unsupportedPrincipal = () =>
  new errors.MalformedPolicyDocumentException('This resource policy contains an unsupported principal.');
/** — recorded, radkawar/stackd secretsmanager/lifecycle.json, of PutResourcePolicy and ValidateResourcePolicy */
export const PUBLIC_POLICY = 'You can not attach a resource policy that grants Public access to your secret.';
export const publicPolicy = () => new errors.PublicPolicyException(PUBLIC_POLICY);
// — API reference: only the policy `default` can be attached or deleted; the words are ours
export const onlyDefaultPolicy = () => invalidParameter('The name of the resource policy must be default.');
export const policyNotFound = (name: string) => notFound(`Secrets Manager can't find the resource policy ${name}.`);

// — the model's words
export const badToken = () => new errors.InvalidNextTokenException('The NextToken value is invalid.');

// — user guide "AWS Secrets Manager quotas"; the words are ours
export const tooManyLabels = () =>
  new errors.LimitExceededException('A secret can have at most 20 staging labels across all of its versions.');
export const tooManyVersions = () =>
  new errors.LimitExceededException('The secret has reached the quota of versions. Versions are kept for at least 24 hours.');
export const tooManyTags = () => invalidParameter('A secret can have at most 50 tags.');
export const reservedTag = () => invalidParameter('Tag keys that begin with aws: are reserved.');
export const incompleteTag = () => invalidParameter('A tag has a Key and a Value.');
export const duplicateTags = () => invalidParameter('A tag key can be given only once.');

// — the API reference says that it fails; the words are ours
export const incompleteFilter = () => invalidParameter('A filter has a Key and Values.');
export const listOrFilters = () => invalidParameter('You must include Filters or SecretIdList, but not both.');
export const pagesNeedFilters = () => invalidParameter('To use MaxResults or NextToken, you must also use Filters.');
export const noCharacters = () => invalidParameter('The excluded characters leave none to choose from.');
export const shortPassword = (types: number) =>
  invalidParameter(`The password is too short to have each of its ${types} types of characters.`);

export const notBuilt = (what: string) =>
  new AwsError('UnsupportedOperationException', `${what} is not supported by Millrace yet.`);
