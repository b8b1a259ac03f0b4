import { errors } from '#api/iam';
import { PolicyError } from '#auth';
import { AwsError } from '#core';
import type { ResourceKind } from './store.ts';

/*
 * IAM's sentences. Where nothing else is said they are recorded AWS answers, as LocalStack keeps them in
 * tests/aws/services/iam/*.snapshot.json ("recorded-date" 2023 to 2026).
 */
type Principal = Extract<ResourceKind, 'user' | 'role' | 'group'>;
const title = (kind: string) => `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;

export const noSuch = (kind: Principal, name: string) =>
  new errors.NoSuchEntityException(`The ${kind} with name ${name} cannot be found.`);
export const alreadyExists = (kind: Principal, name: string) =>
  new errors.EntityAlreadyExistsException(`${title(kind)} with name ${name} already exists.`);
export const noSuchInlinePolicy = (kind: Principal, policy: string) =>
  new errors.NoSuchEntityException(`The ${kind} policy with name ${policy} cannot be found.`);

export const policyExists = (name: string) =>
  new errors.EntityAlreadyExistsException(`A policy called ${name} already exists. Duplicate names are not allowed.`);
export const policyNotFound = (arn: string) => new errors.NoSuchEntityException(`Policy ${arn} was not found.`);
export const policyNotAttachable = (arn: string) =>
  new errors.NoSuchEntityException(`Policy ${arn} does not exist or is not attachable.`);
// — AWS's answers to CreateRole in the test cases of openshift's rosa and in a public application's notes (SAM, 404)
export const boundaryNotAttachable = (arn: string) =>
  new errors.NoSuchEntityException(`Scope ARN: ${arn} does not exist or is not attachable.`);
export const policyVersionNotFound = (arn: string, version: string) =>
  new errors.NoSuchEntityException(`Policy ${arn} version ${version} does not exist or is not attachable.`);
export const invalidArn = (arn: string) => new errors.InvalidInputException(`ARN ${arn} is not valid.`);
// — AWS's answer to SimulatePrincipalPolicy of another account's role, as a public guide to checking deployments beforehand keeps it
export const foreignPolicySource = (account: string, other: string) =>
  new errors.InvalidInputException(
    `Invalid Policy Source Arn: caller's account ${account} does not have access to policies in account ${other}`,
  );
// — AWS's answers to SimulatePrincipalPolicy of a role's session, newrelic/newrelic-lambda-cli issue 96 and its README
export const unclearEntityArn = (arn: string) =>
  new errors.InvalidInputException(`Invalid Entity Arn: ${arn} does not clearly define entity type and name.`);
// — recorded, radkawar/stackd testdata/aws/iam/simulation.json, simulation_inputs.json
const unsimulated = (sentence: string) => new errors.InvalidInputException(sentence);
export const contextKeyWithoutName = () => unsimulated('ContextKeyName cannot be null or empty.');
export const contextKeyWithoutType = (key: string) => unsimulated(`Context key ${key} has invalid type null.`);
export const contextKeyWithoutValues = (key: string) =>
  unsimulated(`Context values for context key ${key} cannot be null or empty.`);
export const contextKeyTwice = (key: string) => unsimulated(`Duplicate context key: ${key}.`);
export const contextValuesTooMany = (type: string, count: number) =>
  unsimulated(`Context key ${type} expected a single value, but received ${count}.`);
export const contextValueInvalid = (key: string, format: string) =>
  unsimulated(`Invalid context value for key ${key}: expected ${format}.`);
export const simulatedPolicyInvalid = (position: number) => unsimulated(`Policy input list item ${position} has invalid content`);
export const simulatedActionInvalid = () => unsimulated('The action is invalid since it is missing names');
export const simulatedResourceInvalid = (arn: string) => unsimulated(`ResourceNames are not in a valid ARN format: ${arn}.`);
export const simulatedOwnerInvalid = (owner: string) => unsimulated(`'${owner}' is not a valid as a Resource Owner.`);
export const simulatedMarkerInvalid = () => unsimulated('Invalid marker for pagination.');
export const tooManyBoundaries = () => unsimulated('The list of Permissions Boundary policies cannot exceed 1 items.');
// — recorded, test_role_attach_policy, test_user_attach_policy
export const unreadableArn = () => validation('Invalid ARN:  Could not be parsed!');

// — recorded, test_service_role_lifecycle_custom_suffix_not_allowed, test_service_role_already_exists
export const suffixNotAllowed = (service: string) =>
  new errors.InvalidInputException(`Custom suffix is not allowed for ${service}`);
export const linkedRoleTaken = (name: string) =>
  new errors.InvalidInputException(`Service role name ${name} has been taken in this account, please try a different suffix.`);
// — the sentence is ours
export const linkedServiceUnknown = (service: string) =>
  new errors.InvalidInputException(`No service-linked role of ${service} is known.`);
// — observed in AWS's answers to DeleteRole and DetachRolePolicy, as public issue reports of Terraform keep them
export const protectedRole = (name: string) =>
  new errors.UnmodifiableEntityException(
    `Cannot perform the operation on the protected role '${name}' - this role is only modifiable by AWS`,
  );
// — code: model; the sentence is ours
export const deletionNotFound = (task: string) => new errors.NoSuchEntityException(`The deletion task ${task} cannot be found.`);

export const profileNotFound = (name: string) => new errors.NoSuchEntityException(`Instance Profile ${name} cannot be found.`);
export const profileExists = (name: string) =>
  new errors.EntityAlreadyExistsException(`Instance Profile ${name} already exists.`);
// — observed in AWS's answers to RemoveRoleFromInstanceProfile, as moto's tests keep it
export const roleNotInProfile = (role: string, profile: string) =>
  new errors.NoSuchEntityException(`Role ${role} in Instance Profile ${profile} cannot be found.`);

// — an answer of AWS's to GetLoginProfile, as public transcripts of the AWS CLI have it
export const noLoginProfile = (user: string) =>
  new errors.NoSuchEntityException(`Login Profile for User ${user} cannot be found.`);

// — AWS's answers to CreateLoginProfile, as public notes of its users have them
export const loginProfileExists = (user: string) =>
  new errors.EntityAlreadyExistsException(`Login Profile for user ${user} already exists.`);
export const passwordViolation = (sentence: string) => new errors.PasswordPolicyViolationException(sentence);
// — codes: model; the sentences are ours. No password at all is for a root user, by a session of AssumeRoot
export const passwordMissing = () =>
  validation("1 validation error detected: Value at 'password' failed to satisfy constraint: Member must not be null");
export const notAUser = () => new errors.InvalidUserTypeException('Only a user can change his own password.');
export const loginProfileChanging = (user: string) =>
  new errors.EntityTemporarilyUnmodifiableException(`Login Profile for User ${user} is being changed by another request.`);
// — code and sentence are ours: the model has no code for it
export const oldPasswordWrong = () => new AwsError('AccessDenied', 'The old password is not right.', { status: 403 });

// — AWS's answers, as its users' notes and moto's tests keep them; those of enabling and deactivating as another maker's service with IAM's
// API (China Telecom's object storage) answers and tests them, not seen on AWS itself
export const mfaDeviceExists = () =>
  new errors.EntityAlreadyExistsException('MFADevice entity at the same path and name already exists.');
export const mfaDeviceNotFound = (serial: string) =>
  new errors.NoSuchEntityException(`VirtualMFADevice with serial number ${serial} doesn't exist.`);
export const mfaDeviceInUse = () => new errors.EntityAlreadyExistsException('MFA Device is already in use.');
export const mfaDeviceNotHis = () => new errors.NoSuchEntityException('MFA Device invalid for user.');
export const mfaCodesWrong = () => new errors.InvalidAuthenticationCodeException('Authentication code for device is not valid.');

export const accessKeyNotFound = (id: string) =>
  new errors.NoSuchEntityException(`The Access Key with id ${id} cannot be found.`);

// — codes: recorded, radkawar/stackd iam/resource_inputs.json, iam/policy_management.json; the sentences are ours
export const keyCannotExpire = (status: string) => new errors.InvalidInputException(`A key cannot be made ${status}.`);
export const noTagsGiven = () => new errors.InvalidInputException('At least one tag must be given.');
export const noBoundary = (kind: Principal, name: string) =>
  new errors.NoSuchEntityException(`The ${kind} with name ${name} has no permissions boundary.`);

export const noSuchCredential = (id: string) => new errors.NoSuchEntityException(`No such credential ${id} exists`);
export const serviceWithoutCredentials = (service: string) =>
  new errors.NoSuchEntityException(`No such service ${service} is supported for Service Specific Credentials`);
// — code: model; the sentence is ours
export const noBedrockKeys = () => new errors.ServiceNotSupportedException('API keys of bedrock.amazonaws.com are not built.');

const conflict = (sentence: string) => new errors.DeleteConflictException(sentence);
export const mustDetachPolicies = () => conflict('Cannot delete entity, must detach all policies first.');
export const mustDeletePolicies = () => conflict('Cannot delete entity, must delete policies first.');
// — observed in AWS's answers to DeleteUser, as public issue reports of Terraform keep them
export const mustDeleteLoginProfile = () => conflict('Cannot delete entity, must delete login profile first.');
export const mustDeleteMfaDevice = () => conflict('Cannot delete entity, must delete MFA device first.');
export const mfaDeviceMustBeDeactivated = () => conflict('MFA VirtualDevice in use. Must deactivate first.');
export const mustDeleteAccessKeys = () => conflict('Cannot delete entity, must delete access keys first.');
export const mustRemoveReferences = () => conflict('Cannot delete entity, must remove referenced objects first.');
export const mustRemoveUsers = () => conflict('Cannot delete entity, must remove users from group first.');
export const mustRemoveRoles = () => conflict('Cannot delete entity, must remove roles from instance profile first.');
export const policyIsAttached = () => conflict('Cannot delete a policy attached to entities.');
export const policyHasVersions = () =>
  conflict(
    "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. " +
      'The default version is deleted with the policy.',
  );
export const isDefaultVersion = () => conflict('Cannot delete the default version of a policy.');

const limit = (sentence: string) => new errors.LimitExceededException(sentence);
/** `Cannot exceed quota for AccessKeysPerUser: 2` */
export const quota = (name: string, most: number) => limit(`Cannot exceed quota for ${name}: ${most}`);
export const inlinePoliciesTooLarge = (kind: Principal, name: string, bytes: number) =>
  limit(`Maximum policy size of ${bytes} bytes exceeded for ${kind} ${name}`);
export const tooManyVersions = () =>
  limit('A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.');

export const duplicateTagKeys = () => new errors.InvalidInputException('Duplicate tag keys found.');
export const duplicateTagKeysAnyCase = () =>
  new errors.InvalidInputException('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
// — AWS's answer to TagUser, as spinifex/handlers/iam/tags_test.go of mulgadc/spinifex has it
export const reservedTagKey = () => new errors.InvalidInputException('Tag keys beginning with aws: are reserved for system use.');
// — recorded AWS answer for one request with too many; for tags that become too many it is the same limit
export const tooManyTags = (most: number) =>
  validation(
    `1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to ${most}`,
  );
// — observed in AWS's answers to GetUser by a role session
export const needsUserName = () => validation('Must specify userName when calling with non-User credentials');
export const badMarker = () => validation('Invalid Marker.');
// — recorded, radkawar/stackd iam/account_reporting.json
export const markerOfOtherFilter = () => validation('Marker and Filter do not match');
// — developer guide "AWS managed policies": they cannot be changed. The sentence is the one that another maker's service with IAM's API
// (China Telecom's object storage) answers and tests; it was not seen on AWS itself.
export const awsManagedPolicy = () => new AwsError('AccessDenied', 'Policy is outside your own account.', { status: 403 });
// — an AWS answer to AttachRolePolicy in aws/aws-cdk issue 6131; for users and groups it is taken to be the same
export const policyOfLinkedRole = () =>
  new errors.PolicyNotAttachableException('Cannot attach a Service Role Policy to a Customer Role.');
export const malformedPolicy = (sentence: string) => new errors.MalformedPolicyDocumentException(sentence);
// — observed in AWS's answers to CreateAccountAlias and DeleteAccountAlias
export const aliasNotFound = (alias: string) => new errors.NoSuchEntityException(`The account alias ${alias} cannot be found.`);
// — observed in AWS's answers to calls of IAM with credentials of GetSessionToken
export const sessionWithoutMfa = () =>
  new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid.', { status: 403 });
// — the first as AWS's CLI showed it in public notes, the second as moto's tests keep it
export const noPasswordPolicy = (account: string) =>
  new errors.NoSuchEntityException(`The Password Policy with domain name ${account} cannot be found.`);
export const passwordPolicyNotFound = () =>
  new errors.NoSuchEntityException('The account policy with name PasswordPolicy cannot be found.');
/** IAM's code for a value out of its constraint; it is not in the model. */
export const validation = (sentence: string) => new AwsError('ValidationError', sentence);

/** Runs a check of a policy document, whose refusals become IAM's. */
export function checked(check: () => void): void {
  try {
    check();
  } catch (thrown) {
    if (thrown instanceof PolicyError) throw malformedPolicy(thrown.message);
    throw thrown;
  }
}

// — recorded AWS answer, LocalStack test_iam.snapshot.json: a principal of a trust policy that does not exist
export const invalidPrincipal = (arn: string) =>
  new errors.MalformedPolicyDocumentException(`Invalid principal in policy: "AWS":"${arn}"`);

// — codes: model; the sentences are ours
export const accessReportNotFound = (job: string) => new errors.NoSuchEntityException(`The job ${job} cannot be found.`);
export const serviceNotInReport = (namespace: string) =>
  new errors.NoSuchEntityException(`The report has no service ${namespace}.`);
export const noActionLevel = () =>
  new errors.InvalidInputException('Uses are noted by service, not by action: ask for SERVICE_LEVEL.');
export const reportNotPresent = () =>
  new errors.CredentialReportNotPresentException('There is no credential report. Call GenerateCredentialReport first.');
export const reportExpired = () =>
  new errors.CredentialReportExpiredException(
    'The credential report is older than four hours. Call GenerateCredentialReport for a new one.',
  );

// — observed in AWS's answers, as public issue reports of Terraform and moto's tests keep them
export const providerExists = (url: string) =>
  new errors.EntityAlreadyExistsException(`Provider with url ${url} already exists.`);
export const providerNotFound = (arn: string) =>
  new errors.NoSuchEntityException(`OpenIDConnect Provider not found for arn ${arn}`);
// — the limit: model, CreateOpenIDConnectProviderRequest.ThumbprintList, "up to five"; the sentence: moto's tests
export const tooManyThumbprints = (limit: number) =>
  new errors.InvalidInputException(`Thumbprint list must contain fewer than ${limit} entries.`);
// — the limit: model, CreateOpenIDConnectProviderRequest.ClientIDList; the sentence: moto's tests
export const tooManyClientIds = (limit: number) =>
  new errors.LimitExceededException(`Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: ${limit}`);
export const badProviderUrl = (url: string) => new errors.InvalidInputException(`Invalid Open ID Connect Provider URL ${url}`);
