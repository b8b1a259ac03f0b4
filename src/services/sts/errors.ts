import { errors } from '#api/sts';
import { PolicyError } from '#auth';
import { AwsError, type Denial } from '#core';

const validation = (sentence: string) => new AwsError('ValidationError', sentence);
const denied = (sentence: string) => new AwsError('AccessDenied', sentence, { status: 403 });
const invalid = (sentence: string) => new AwsError('InvalidParameterValue', sentence);

// — recorded AWS answer, LocalStack tests/aws/services/sts/test_sts.snapshot.json: test_sts_invalid_parameters
export const invalidArn = (arn: string) => validation(`${arn} is invalid`);

// — developer guide "Troubleshooting IAM roles", observed in AWS's answers to AssumeRole by root
export const rootCannotAssume = () => denied('Roles may not be assumed by root accounts.');

// — observed in AWS's answers to AssumeRole: neither the role's existence nor a reason is told
export const accessDenied = ({ caller, action, resource }: Pick<Denial, 'caller' | 'action' | 'resource'>) =>
  denied(`User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource}`);

// — observed in AWS's answers to AssumeRole
export const durationOverRole = () =>
  validation('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
export const durationOverChain = () =>
  validation('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.');

// — recorded AWS answers, LocalStack test_sts.snapshot.json: TestSTSAssumeRoleTagging
export const transitiveKeyNotRequested = () =>
  invalid('The specified transitive tag key must be included in the requested tags.');
export const duplicateTagKeys = () => invalid('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
export const transitiveTagConflict = () =>
  invalid(
    "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
  );

// — observed in AWS's answers to GetSessionToken and GetFederationToken by a role session
export const noSessionCredentials = (operation: string) => denied(`Cannot call ${operation} with session credentials`);

// — AWS's answers to AssumeRole and GetSessionToken, as issue reports of its command line's users quote them (aws/aws-cli 6325); the first is ours
export const mfaIncomplete = () =>
  denied('MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.');
export const mfaDeviceInvalid = () =>
  denied(
    'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
  );
export const mfaCodeInvalid = () => denied('MultiFactorAuthentication failed with invalid MFA one time pass code. ');

// — the limits: model documentation of AssumeRole ("up to 10 managed policy ARNs"); IAM user guide, "Rules for tagging in IAM and AWS STS". Codes and
// words are ours
export const tooManySessionPolicies = (most: number) => validation(`A session can have ${most} managed policies at most.`);
export const reservedTag = () => invalid('Keys and values of session tags that begin with aws: are reserved for AWS.');

// — AWS's answer to AssumeRole, Hadoop's guide of its S3 client ("Working with IAM Assumed Roles") and the tests of Ansible's amazon.aws until 2025. Newer
// answers have the words of a parser (its pull request 2778), which are not imitated
export const policyNotJson = () => new errors.MalformedPolicyDocumentException('The policy is not in the valid JSON format.');

// — the words are ours
export const noSuchSessionPolicy = (arn: string) => new errors.MalformedPolicyDocumentException(`Policy ${arn} was not found.`);
export const unknownAccessKeyId = (id: string) => validation(`${id} is not a valid access key id.`);
export const sourceIdentityFixed = () => denied('The source identity of a session cannot be changed.');

/** Runs a check of a session policy, whose refusals become MalformedPolicyDocument. */
export function checked(check: () => void): void {
  try {
    check();
  } catch (thrown) {
    if (thrown instanceof PolicyError) throw new errors.MalformedPolicyDocumentException(thrown.message);
    throw thrown;
  }
}

// — observed in AWS's answers to AssumeRoleWithWebIdentity, as public issue reports quote them, unless marked
export const noSuchProvider = (issuer: string) =>
  new errors.InvalidIdentityTokenException(`No OpenIDConnect provider found in your account for ${issuer}`);
export const incorrectAudience = () => new errors.InvalidIdentityTokenException('Incorrect token audience');
export const notAuthorizedByToken = () => denied('Not authorized to perform sts:AssumeRoleWithWebIdentity');
export const unreachableIssuer = () =>
  new errors.IDPCommunicationErrorException(
    "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
  );
export const tokenExpired = (now: number, expired: number) =>
  new errors.ExpiredTokenException(
    `Token expired: current date/time ${Math.floor(now / 1000)} must be before the expiration date/time ${Math.floor(expired / 1000)}`,
  );
// — code: model; the sentences are AWS's where they are known
export const badIdentityToken = (sentence: string) => new errors.InvalidIdentityTokenException(sentence);

// — code: model; the sentence is ours
export const invalidAuthorizationMessage = () =>
  new errors.InvalidAuthorizationMessageException('The message is not valid: it was not encoded here.');
