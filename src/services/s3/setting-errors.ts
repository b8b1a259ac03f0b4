import { AwsError } from '#core';
import { invalidArgument, invalidRequest, noSuch, notImplemented } from './errors.ts';

// What AWS says of the settings of buckets; comments as in errors.ts.

const error = (code: string, status: number, message: string, fields: Record<string, unknown> = {}) =>
  new AwsError(code, message, { status, fields });

// aws: recorded AWS answers in localstack tests/aws/services/s3, test_get_bucket_metrics_configuration_not_exist, test_s3_inventory_report_crud
export const noSuchConfiguration = () => noSuch('NoSuchConfiguration', 'The specified configuration does not exist.');
/** The sentence is ours. */
export const configurationIdDiffers = (id: string) =>
  invalidArgument('The id of the configuration is not that of the request', 'id', id);
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
