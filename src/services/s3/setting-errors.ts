import { AwsError } from '#core';
import { badRequest, invalidArgument, invalidRequest, noSuch, notImplemented } from './errors.ts';

// What AWS says of the settings of buckets; comments as in errors.ts.

const error = (code: string, status: number, message: string, fields: Record<string, unknown> = {}) =>
  new AwsError(code, message, { status, fields });

// aws: recorded AWS answers in localstack tests/aws/services/s3, test_get_bucket_metrics_configuration_not_exist, test_s3_inventory_report_crud
export const noSuchConfiguration = () => noSuch('NoSuchConfiguration', 'The specified configuration does not exist.');
/** — S3 API reference, PutBucketMetricsConfiguration */
export const tooManyConfigurations = () =>
  error(
    'TooManyConfigurations',
    400,
    'You are attempting to create a new configuration but have already reached the 1,000-configuration limit.',
  );
export const metricsFilterNotBuilt = () =>
  notImplemented('Metrics of objects by tags or access points are not supported by Millrace yet');

// aws: the following — recorded AWS answers in localstack tests/aws/services/s3, test_validate_website_configuration
export const indexNotWellFormed = (suffix: string) =>
  error('InvalidArgument', 400, 'The IndexDocument Suffix is not well formed', {
    ArgumentName: 'IndexDocument',
    ArgumentValue: suffix,
  });

export const indexMissing = () =>
  invalidArgument('A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty', 'IndexDocument', 'null');

export const redirectNotAlone = () =>
  invalidArgument(
    'RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.',
    'RedirectAllRequestsTo',
    'not null',
  );

/** — observed on AWS in public reports: aws/aws-cli issue 1130, laurilehmijoki/s3_website issue 99 */
export const invalidRedirectLocation = () =>
  error('InvalidRedirectLocation', 400, "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.");

// aws: the following — recorded AWS answers in localstack tests/aws/services/s3, test_put_bucket_logging_wrong_target, …_cross_locations
export const noTargetOfLogging = (bucket: string) =>
  error('InvalidTargetBucketForLogging', 400, 'The target bucket for logging does not exist', { TargetBucket: bucket });

export const crossLocationLogging = (source: string, target: string) =>
  error('CrossLocationLoggingProhibitted', 403, 'Cross S3 location logging not allowed. ', {
    ...(source !== 'us-east-1' && { SourceBucketLocation: source }),
    TargetBucketLocation: target,
  });

/** — observed on AWS in a public report: zalando-stups/sevenseconds issue 29 */
export const targetOfOther = (bucket: string) =>
  error('InvalidTargetBucketForLogging', 400, 'The owner for the bucket to be logged and the target bucket must be the same.', {
    TargetBucket: bucket,
  });

/** — observed on AWS in a public report: hashicorp/terraform-provider-aws issue 31771 */
export const grantsNotAllowed = () =>
  error('AccessControlListNotSupported', 400, 'Target grants not allowed for bucket owner enforced buckets');

// aws: recorded AWS answer in localstack tests/aws/services/s3, test_bucket_acceleration_configuration_exc
export const notAccelerated = () =>
  invalidRequest('S3 Transfer Acceleration is not supported for buckets with periods (.) in their names');

// aws: recorded AWS answer in localstack tests/aws/services/s3, test_bucket_notification_with_invalid_filter_rules
export const filterRuleName = (name: string) =>
  invalidArgument('filter rule name must be either prefix or suffix', 'FilterRule.Name', name);

// aws: the following — observed on AWS in public reports: hashicorp/terraform-provider-aws issues 35328 and 41521, pingcap/tiflash issue 9889,
// noobaa/noobaa-core issue 8426 and pull request 8628, terraform-aws-modules/terraform-aws-s3-bucket issue 109,
// aws-cloudformation/cfn-lint issue 3554, hashicorp/terraform-provider-aws issues 23228 and 23299, ceph/ceph pull request 23668
export const ruleIdTooLong = (id: string) => invalidArgument('ID length should not exceed allowed limit of 255', 'ID', id);
export const ruleIdTwice = (id: string) =>
  invalidArgument('Rule ID must be unique. Found same ID for more than one rule', 'ID', id);
export const filterInV1 = () => invalidRequest('Filter element can only be used in Lifecycle V2.');
export const newerInV1 = () => invalidRequest('NewerNoncurrentVersions element can only be used in Lifecycle V2.');
export const prefixInV2 = () =>
  invalidRequest('Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the Filter.');
export const prefixesOverlap = (one: string, other: string, action: string) =>
  invalidRequest(`Found overlapping prefixes '${one}' and '${other}' for same action type '${action}'`);
export const noAction = () => invalidRequest('At least one action needs to be specified in a rule');
export const notWith = (action: string, what: 'Tags' | 'Object Size') =>
  invalidRequest(`${action} cannot be specified with ${what}.`);
export const mustBePositive = (name: string, action: string, value: number) =>
  invalidArgument(`'${name}' for ${action} action must be a positive integer`, name, String(value));
export const sizeOutOfRange = (name: string, least: number, most: number) =>
  invalidRequest(`'${name}' should be between ${least} and ${most}.`);
/** Seen through CloudFormation, which tells the sentence only. */
export const sizesExclude = () => invalidRequest("'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.");

// aws: the following, of transitions — observed on AWS in public reports, and in scality's tests of AWS; codes
// recorded, radkawar/stackd s3/lifecycle_control_replay.json
export const mixedTransitions = (filter: string) =>
  invalidRequest(`Found mixed 'Date' and 'Days' based Transition actions in lifecycle rule for ${filter}`);
export const mixedWithExpiration = (filter: string) =>
  invalidRequest(`Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule for ${filter}`);
export const sameClassTwice = (action: string, filter: string) =>
  invalidRequest(`'StorageClass' must be different for '${action}' actions in same 'Rule' with ${filter}`);
export const expiresFirst = (what: 'Days' | 'Date' | 'NoncurrentDays', filter: string, value: string) => {
  const kind = what === 'NoncurrentDays' ? 'NoncurrentVersion' : '';
  return invalidArgument(
    `'${what}' in the ${kind}Expiration action for ${filter} must be greater than '${what}' in the ${kind}Transition action`,
    what,
    value,
  );
};
export const mustNotBeNegative = (name: string, action: string, value: number) =>
  invalidArgument(`'${name}' in ${action} action must be nonnegative`, name, String(value));

// aws: code and sentence — public reports of CreateBucket: aws-samples/lambdaedge-openidconnect-samples issue 57; of PutBucketOwnershipControls: User Guide, "Prerequisites for disabling ACLs"
export const aclsOfEnforced = () =>
  new AwsError(
    'InvalidBucketAclWithObjectOwnership',
    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
  );

// aws: status — API Reference, PutBucketAcl, "End of support notice"; the sentence is that of other methods that are not allowed
export const emailNotAllowed = () => error('MethodNotAllowed', 405, 'The specified method is not allowed against this resource.');

/** aws: code — recorded, radkawar/stackd s3/public_access_replay.json; sentence — as in getmoto/moto, which follows AWS */
export const nothingConfigured = () => invalidRequest('Must specify at least one configuration.');

/** aws: code — recorded, radkawar/stackd s3/acceleration_controls_replay.json; the sentence is ours */
export const accelerationWithoutStatus = () =>
  error('IllegalAccelerateConfigurationException', 400, 'The configuration must say whether transfer acceleration is enabled');

/** aws: code — recorded, radkawar/stackd s3/object_lock_controls_replay.json; the sentence is ours */
export const retentionWithoutPeriod = () => invalidRequest('A default retention needs a period in days or years');

/** aws: public reports, versity/versitygw issue 1776 (objects), s3tools/s3cmd issue 1436 (parts); recorded, radkawar/stackd s3/object_lock_controls_replay.json */
export const lockNeedsChecksum = (what: 'Object' | 'Part') =>
  invalidRequest(`Content-MD5 OR x-amz-checksum- HTTP header is required for Put ${what} requests with Object Lock parameters`);

/** aws: code — recorded, radkawar/stackd s3/recreation_controls_replay.json; sentence — public reports, emgarten/Sleet issue 180 */
export const aclsOfBlocked = () =>
  new AwsError('InvalidBucketAclWithBlockPublicAccessError', 'Bucket cannot have public ACLs set with BlockPublicAccess enabled');

/** aws: code — recorded, radkawar/stackd s3/cors_replay.json; sentence — told of AWS in scality/cloudserver pull request 497 */
export const headerNotAllowed = (name: string) => invalidRequest(`AllowedHeader "${name}" contains invalid character.`);

/** aws: code — recorded, radkawar/stackd s3/cors_raw_replay.json; sentence of methods — as in scality/cloudserver, which follows AWS */
export const corsUnreadable = (what: 'Method' | 'Headers', value: string) =>
  badRequest(`Invalid Access-Control-Request-${what}: ${value}`);
