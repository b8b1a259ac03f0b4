import { errors } from '#api/kms';
import { AwsError } from '#core';

/*
 * KMS's sentences. Where nothing else is said they are recorded AWS answers, as LocalStack keeps them in
 * tests/aws/services/kms/test_kms.snapshot.json.
 */
const validation = (sentence: string) => new AwsError('ValidationException', sentence);
const notFound = (sentence: string) => new errors.NotFoundException(sentence);

export const keyNotFound = (arn: string) => notFound(`Key '${arn}' does not exist`);
export const invalidKeyId = (id: string) => notFound(`Invalid keyId '${id}'`);
/** — recorded of the operations of rotation, radkawar/stackd kms/rotation.json; of GetKeyPolicy and CreateGrant in public reports */
export const aliasNotTaken = () => new errors.InvalidArnException('Key Aliases are not supported for this operation.');
/** — recorded of CreateGrant, radkawar/stackd kms/grants.json */
export const noSuchPrincipal = (arn: string) => new errors.InvalidArnException(`ARN does not refer to a valid principal: ${arn}`);
/** An ARN of another region. */
export const invalidArn = (region: string) => notFound(`Invalid arn ${region}`);
// — observed in AWS's answers to DescribeKey, DeleteAlias and UpdateAlias
export const aliasNotFound = (arn: string) => notFound(`Alias ${arn} is not found.`);
// — observed in AWS's answers to CreateAlias, as public issue reports of Terraform quote them
export const aliasExists = (arn: string) => new errors.AlreadyExistsException(`An alias with the name ${arn} already exists`);
export const aliasPrefix = () =>
  validation(
    'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
  );
// — API reference, CreateAlias: alias/aws/ is reserved; code and empty sentence observed, as moto's tests keep them
export const aliasReserved = () => new AwsError('NotAuthorizedException', '');
// — observed in AWS's answers to CreateAlias, as moto's tests keep them
export const aliasCharacters = (name: string) =>
  new errors.InvalidAliasNameException(`${name} contains invalid characters for an alias`);

export const keyDisabled = (arn: string) => new errors.DisabledException(`${arn} is disabled.`);
// — observed in AWS's answers: "is pending deletion."; the second is its opposite, in words of ours
export const pendingDeletion = (arn: string) => new errors.KMSInvalidStateException(`${arn} is pending deletion.`);
export const notPendingDeletion = (arn: string) => new errors.KMSInvalidStateException(`${arn} is not pending deletion.`);
// — API reference, ScheduleKeyDeletion, PendingWindowInDays: from 7 to 30
export const badWindow = (days: number) =>
  validation(
    `1 validation error detected: Value '${days}' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value ${days < 7 ? 'greater than or equal to 7' : 'less than or equal to 30'}`,
  );

export const invalidCiphertext = () => new errors.InvalidCiphertextException('');
export const incorrectKey = () =>
  new errors.IncorrectKeyException('The key ID in the request does not identify a CMK that can perform this operation.');
// — observed in AWS's answers to GenerateDataKey, as moto's tests keep them
export const needsKeySize = () => validation('Please specify either number of bytes or key spec.');
export const needsByteCount = () => validation('NumberOfBytes is required.');
export const dryRun = () =>
  new errors.DryRunOperationException('The request would have succeeded, but the DryRun option is set.');

export const duplicateTagKeys = () => new errors.TagException('Duplicate tag keys');
export const tooManyTags = () => new errors.TagException('Too many tags');
export const reservedTag = () => new errors.TagException('Tags beginning with aws: are reserved');

export const rotationLimit = (arn: string) =>
  new errors.LimitExceededException(
    `The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be performed for this key: ${arn}`,
  );

// — developer guide "Default key policy", the lockout safety check, observed in AWS's answers to PutKeyPolicy and CreateKey
export const locksOut = () =>
  new errors.MalformedPolicyDocumentException('The new key policy will not allow you to update the key policy in the future.');
export const malformedPolicy = (sentence: string) => new errors.MalformedPolicyDocumentException(sentence);
// — the words are ours
export const noSuchPolicyName = (name: string) => notFound(`There is no key policy ${name}: it is named default.`);
export const grantNotFound = (id: string) => notFound(`Grant ID ${id} not found`);
export const invalidGrantToken = () => new errors.InvalidGrantTokenException('The grant token is invalid.');
/** — recorded of ListKeyRotations, radkawar/stackd kms/rotation.json; taken to be the same in other lists */
export const badMarker = () => new errors.InvalidMarkerException('');
export const needsPrincipal = (member: string) => validation(`${member} is required.`);
export const notBuilt = (what: string) => new errors.UnsupportedOperationException(`${what} is not supported by Millrace yet.`);
