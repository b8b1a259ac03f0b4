import { errors } from '#api/cloudtrail';

// LookupEvents. The codes are the API reference's, the sentences are ours unless said otherwise.
export const oneAttribute = () => new errors.InvalidLookupAttributesException('Only one lookup attribute can be given.');
export const badReadOnly = (value: string) =>
  new errors.InvalidLookupAttributesException(`The value of ReadOnly is true or false, not ${value}.`);
export const badTimeRange = () => new errors.InvalidTimeRangeException('The start time must be before the end time.');
export const badMaxResults = () => new errors.InvalidMaxResultsException('MaxResults must be between 1 and 50.');
export const badToken = () => new errors.InvalidNextTokenException('The next token is not of this lookup.');
export const noInsights = () => new errors.InvalidEventCategoryException('Insights events are not recorded by Millrace.');

// Trails. aws: the sentences of what is unknown or there already — recorded answers of CreateTrail and GetTrail; the others are ours
export const trailNotFound = (arn: string, account: string) =>
  new errors.TrailNotFoundException(`Unknown trail: ${arn} for the user: ${account}`);
export const trailExists = (name: string, account: string) =>
  new errors.TrailAlreadyExistsException(`Trail ${name} already exists for customer: ${account}`);
export const badTrailName = (why: string) => new errors.InvalidTrailNameException(why);
export const noSuchBucket = (bucket: string) => new errors.S3BucketDoesNotExistException(`S3 bucket ${bucket} does not exist!`);
export const bucketRefuses = (bucket: string) =>
  new errors.InsufficientS3BucketPolicyException(`Incorrect S3 bucket policy is detected for bucket: ${bucket}`);
/** — observed in trussworks/terraform-aws-cloudtrail#186 and public bug reports of CreateTrail */
export const keyOrBucketRefuses = (bucket: string, key: string) =>
  new errors.InsufficientEncryptionPolicyException(`Insufficient permissions to access S3 bucket ${bucket} or KMS key ${key}.`);
// the codes are the API reference's
export const keyNotFound = (key: string) => new errors.KmsKeyNotFoundException(`The KMS key ${key} was not found.`);
export const badKeyId = (key: string) => new errors.InvalidKmsKeyIdException(`${key} is not the id of a KMS key.`);
/** aws: KmsKeyDisabledException is no longer in use — API reference, CreateTrail */
export const keyNotEnabled = (key: string, state: string) => new errors.KmsException(`The KMS key ${key} is ${state}.`);
export const tooManyTrails = (account: string) =>
  new errors.MaximumNumberOfTrailsExceededException(`User: ${account} already has 5 trails in this region.`);
export const badSelectors = (why: string) => new errors.InvalidEventSelectorsException(why);
export const notHome = (arn: string, home: string) =>
  new errors.InvalidHomeRegionException(`Trail ${arn} was created in ${home}: it can be changed there only.`);
export const notBuilt = (what: string) => new errors.UnsupportedOperationException(`Millrace's trails have no ${what}.`);
export const badArn = (arn: string) => new errors.CloudTrailARNInvalidException(`${arn} is not the ARN of a trail.`);
export const tooManyTags = () => new errors.TagsLimitExceededException('A trail has 50 tags at most.');
/** — observed in public bug reports and the user guide, get-insight-selectors */
export const insightsOff = (arn: string) =>
  new errors.InsightNotEnabledException(
    `Trail ${arn} does not have Insights enabled. Edit the trail settings to enable Insights, and then try the operation again.`,
  );
/** — observed in public bug reports of CreateTrail and UpdateTrail */
export const badLogGroup = () =>
  new errors.InvalidCloudWatchLogsLogGroupArnException('CloudTrail cannot validate the specified log group ARN.');
export const untrustingRole = () =>
  new errors.InvalidCloudWatchLogsRoleArnException('Access denied. Check the trust relationships for your role.');
/** The sentence is made after the one before. */
export const weakRole = () =>
  new errors.InvalidCloudWatchLogsLogGroupArnException('Access denied. Check the permissions for your role.');
/** — observed in public bug reports of CreateTrail */
export const topicRefuses = () =>
  new errors.InsufficientSnsTopicPolicyException('SNS Topic does not exist or the topic policy is incorrect!');
/** The sentence is ours. */
export const badTopicName = () => new errors.InvalidSnsTopicNameException('The name of the SNS topic is not valid.');
