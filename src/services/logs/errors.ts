import { errors } from '#api/logs';
import { AwsError, type Scope } from '#core';
import { groupArn } from './names.ts';

/** AWS's sentences. — recorded AWS answers in localstack/localstack tests/aws/services/logs and public bug reports, unless said otherwise */
export const groupNotFound = () => new errors.ResourceNotFoundException('The specified log group does not exist.');
export const streamNotFound = () => new errors.ResourceNotFoundException('The specified log stream does not exist.');
export const groupExists = () => new errors.ResourceAlreadyExistsException('The specified log group already exists');
export const streamExists = () => new errors.ResourceAlreadyExistsException('The specified log stream already exists');
/** — recorded AWS answers, LocalStack tests/aws/services/logs: test_create_log_group_invalid_name_length */
export const nameTooLong = () =>
  new errors.InvalidParameterException('Invalid LogGroup or LogStream, both must have length less than or equal to 512.');
/** — observed in public bug reports, e.g. DataDog/cloudformation-template#61 */
export const tagsDenied = (account: string) =>
  new errors.AccessDeniedException(
    `User with accountId: ${account} is not authorized to perform CreateLogGroup with Tags. An additional permission "logs:TagResource" is required.`,
  );
/** The sentence is ours: AWS's is not known to us; the code is the model's. */
export const deletionProtected = (name: string) =>
  new errors.ValidationException(`The log group ${name} is protected from deletion: turn deletion protection off first.`);
/** — recorded AWS answer, LocalStack tests/aws/services/logs/test_logs.snapshot.json: test_create_and_delete_log_stream */
export const nameAndIdentifier = () =>
  new errors.ValidationException('LogGroup name and LogGroup ARN are mutually exclusive parameters.');
/** The sentence is ours. */
export const groupMissing = () => new errors.ValidationException('Either logGroupName or logGroupIdentifier must be specified.');
export const badToken = () => new errors.InvalidParameterException('The specified nextToken is invalid.');
export const notChronological = () =>
  new errors.InvalidParameterException('Log events in a single PutLogEvents request must be in chronological order.');
/** aws: a batch spans at most 24 hours — API reference, PutLogEvents */
export const spanTooLong = () =>
  new errors.InvalidParameterException(
    'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
  );
/** aws: 1,048,576 bytes, 26 of them per event for overhead — API reference, PutLogEvents */
export const batchTooLarge = (bytes: number) =>
  new errors.InvalidParameterException(`Upload too large: ${bytes} bytes exceeds limit of 1048576`);
/** — observed in public bug reports, e.g. aws-for-fluent-bit#68; aws: an event is at most 1 MiB — API reference, PutLogEvents */
export const eventTooLarge = (bytes: number) =>
  new errors.InvalidParameterException(`Log event too large: ${bytes} bytes exceeds limit of 1048576`);
export const prefixAndNames = () =>
  new errors.InvalidParameterException('logStreamNames and logStreamNamePrefix cannot both be specified.');
/** The sentence is ours: the model has startFromHead here, and no word on what false would do. */
export const newestFirst = () =>
  new errors.InvalidParameterException('FilterLogEvents with startFromHead false is not supported by Millrace yet.');
/** aws: a prefix goes with the order by name only — API reference, DescribeLogStreams */
export const prefixWithTime = () =>
  new errors.InvalidParameterException('Cannot order by LastEventTime with a logStreamNamePrefix.');
export const prefixAndPattern = () =>
  new errors.InvalidParameterException('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.');
/** The sentence is ours. aws: logGroupIdentifiers goes with no other filter — API reference, DescribeLogGroups */
export const identifiersAlone = () =>
  new errors.InvalidParameterException('logGroupIdentifiers cannot be combined with a prefix, a pattern or a class.');
export const badRetention = () => new errors.InvalidParameterException('Invalid value for retentionInDays.');
/** — observed in public bug reports of FilterLogEvents and PutMetricFilter, 2023 to 2026: `Invalid character(s) in term ':'` */
export const badTerm = (characters: string) =>
  new errors.InvalidParameterException(`Invalid character(s) in term '${characters}'`);
/** — observed in jorgebastida/awslogs#210 */
export const openBrace = () => new errors.InvalidParameterException("If a filter pattern starts with '{' it must end with '}'");
/** `Invalid filter pattern` — observed in public bug reports, e.g. aws-toolkit-jetbrains#3219; what is wrong with it is told in our words */
export const badPattern = (why: string) => new errors.InvalidParameterException(`Invalid filter pattern: ${why}`);
/** — recorded, radkawar/stackd logs/filters.json */
export const tooManyRegexes = (most: number) =>
  new errors.InvalidParameterException(`Your input has exceeded the maximum of ${most} regular expressions per filter pattern.`);
export const tooManyWildcards = (most: number) =>
  new errors.InvalidParameterException(
    `Your input has exceeded the maximum of ${most} JSON wildcard selectors allowed per filter pattern.`,
  );
export const wildcardsInOne = () =>
  new errors.InvalidParameterException(
    'Your filter pattern has a JSON path selector that exceeds the maximum of 1 wildcard allowed per json selector.',
  );
export const duplicateField = (name: string) => new errors.InvalidParameterException(`Duplicate field '${name}'`);
/** — observed in hashicorp/terraform#24194 and public bug reports of CreateLogGroup; the code: API reference, AssociateKmsKey */
export const keyNotFound = (group: string) =>
  new errors.InvalidParameterException(`The specified KMS Key Id could not be found. '${group}'`);
/** — observed in hashicorp/terraform-provider-aws#29282 and public bug reports of AssociateKmsKey, 2024 */
const keyDenied = (arn: string) =>
  new errors.AccessDeniedException(`The specified KMS key does not exist or is not allowed to be used with Arn '${arn}'`);
/** The sentence is ours. aws: a key that is disabled is such an error — API reference, AssociateKmsKey */
const keyDisabled = (arn: string) =>
  new errors.InvalidParameterException(`The specified KMS key is not enabled: it cannot be used with Arn '${arn}'`);

/** A refusal of KMS, in the words of CloudWatch Logs. */
export function keyRefusal(thrown: unknown, scope: Scope, group: string): unknown {
  if (!(thrown instanceof AwsError)) return thrown;
  if (thrown.code === 'AccessDeniedException') return keyDenied(groupArn(scope, group));
  if (thrown.code === 'DisabledException' || thrown.code === 'KMSInvalidStateException')
    return keyDisabled(groupArn(scope, group));
  return thrown.fault === 'server' ? thrown : keyNotFound(group);
}
/** The sentences are ours. aws: exactly one of the two — API reference, AssociateKmsKey */
export const keyOfWhat = () =>
  new errors.InvalidParameterException('Exactly one of logGroupName and resourceIdentifier must be specified.');
export const keyOfResults = () =>
  new errors.InvalidParameterException(
    'Results of queries are kept in memory by Millrace: they are not encrypted with KMS keys.',
  );
/** The sentence is ours. */
export class SlowPattern extends errors.InvalidParameterException {
  constructor() {
    super('A regular expression takes too long for a log event of this length.');
  }
}
export const tooManyTags = () => new errors.TooManyTagsException('A log group can have at most 50 tags.');
export const notAGroupArn = (arn: string) => new errors.InvalidParameterException(`${arn} is not the ARN of a log group.`);

/**
 * — observed in public bug reports of StartQuery. The place is told in words and in `queryCompileError`.
 * @param at where the unexpected text begins in the query
 */
export const malformed = (query: string, unexpected: string, at: number) => {
  const before = query.slice(0, at).split('\n');
  const message = `unexpected symbol found ${unexpected} at line ${before.length} and position ${before.at(-1)?.length ?? 0}`;
  const location = { startCharOffset: at, endCharOffset: at + unexpected.length };
  return new errors.MalformedQueryException(message, { queryCompileError: { location, message } });
};
/** The sentence is ours, as is all that says what is not built. */
export const notYetInQueries = (what: string) =>
  new errors.MalformedQueryException(`${what} is not supported in queries by Millrace yet.`, {});
/** — observed in public bug reports of StartQuery */
export const tooManyQueries = (most: number) =>
  new errors.LimitExceededException(`Account maximum query concurrency limit of [${most}] reached.`);
/** Ends a query, and is told to the log: the sentence is ours. */
export const queryTooLarge = (most: number) =>
  new errors.LimitExceededException(`The query keeps more than ${most} rows. Limit it, or narrow its time.`);
/** — recorded AWS answer, LocalStack tests/aws/services/logs/test_logs_queries.snapshot.json: test_start_query_log_group_not_found */
export const queriedGroupNotFound = (name: string, account: string, requestId: string) =>
  new errors.ResourceNotFoundException(
    `Log group '${name}' does not exist for account ID '${account}' (Service: AWSLogs; Status Code: 400; Error Code: ResourceNotFoundException; Request ID: ${requestId}; Proxy: null)`,
  );
/** The sentence is ours. aws: exactly one of the three — API reference, StartQuery */
export const queriedGroups = () =>
  new errors.InvalidParameterException('Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be specified.');
/** The sentence is ours. aws: at most 50 groups — API reference, StartQuery */
export const tooManyGroups = (most: number) => new errors.InvalidParameterException(`A query is of at most ${most} log groups.`);
/** The sentence is ours. */
export const endsBeforeStart = () =>
  new errors.InvalidParameterException('The end time of a query is not before its start time.');
/** The sentence is ours. */
export const languageNotBuilt = (language: string) =>
  new errors.InvalidParameterException(`Queries in ${language} are not supported by Millrace yet.`);
/** The sentences are ours. */
export const badPointer = () => new errors.ResourceNotFoundException('The pointer leads to no log event.');
export const filterNotBuilt = () =>
  new errors.InvalidParameterException('Log groups have no data sources and field indexes in Millrace yet.');
/** The sentences are ours. aws: a query that has ended cannot be stopped — API reference, StopQuery */
export const queryNotFound = (id: string) => new errors.ResourceNotFoundException(`The query ${id} does not exist.`);
export const queryNotRunning = (id: string) => new errors.InvalidParameterException(`The query ${id} is not running.`);
/** The sentences are ours, the rules AWS's. — API reference, StartLiveTail */
export const namesAndPrefixes = () =>
  new errors.InvalidParameterException('logStreamNames and logStreamNamePrefixes cannot both be specified.');
export const streamsOfManyGroups = () => new errors.InvalidParameterException('Log streams can be chosen in one log group only.');
export const tooManySessions = () => new errors.LimitExceededException('There are 15 Live Tail sessions already.');
export const sessionTimeout = () => new errors.SessionTimeoutException('The Live Tail session has lasted three hours.');

/** — recorded AWS answer, LocalStack tests/aws/services/logs/test_logs_subscription_filters.snapshot.json */
export const limitExceeded = () => new errors.LimitExceededException('Resource limit exceeded.');
/** — recorded, radkawar/stackd logs/metric_filters.json */
export const metricFilterNotFound = () => new errors.ResourceNotFoundException('The specified metric filter does not exist.');
/** — recorded, radkawar/stackd logs/metric_filters.json (September 2026; in LocalStack's recording of February the value is told) */
export const oneTransformation = () =>
  new errors.InvalidParameterException(
    "1 validation error detected: Value at 'metricTransformations' failed to satisfy constraint: Member must have length less than or equal to 1",
  );
/** — observed in public bug reports of PutMetricFilter, 2026; recorded, radkawar/stackd logs/metric_filters.json */
export const dimensionsAndDefault = () =>
  new errors.InvalidParameterException(
    'Invalid metric transformation: dimensions and default value are mutually exclusive properties',
  );
/** — observed in aws-cloudformation/aws-cloudformation-resource-providers-logs#64 */
export const noDimensions = () =>
  new errors.InvalidParameterException('The specified filter pattern does not support dimensions');
/** — recorded, radkawar/stackd logs/metric_filters.json */
export const tooManyDimensions = () =>
  new errors.InvalidParameterException(
    'Number of dimensions exceeds the maximum number of dimensions supported per metric filter',
  );
export const badDimension = () =>
  new errors.InvalidParameterException('Invalid metric transformation: dimension value must be valid selector');
/** Ours, the sentence and that it is refused here: what AWS says is not known to us, but nobody's metrics go there. */
export const reservedNamespace = () =>
  new errors.InvalidParameterException('Invalid metric transformation: a namespace must not begin with AWS/');
/** — recorded, radkawar/stackd logs/metric_filters.json and metric_filter_extractors.json */
export const badMetricValue = (text: string) =>
  new errors.InvalidParameterException(`Invalid metric transformation: metric value ${text} must be a valid number`);
/** The sentences are ours. */
export const noTransformers = () =>
  new errors.InvalidParameterException('Filters on transformed logs are not supported by Millrace yet.');
export const noSystemFields = () =>
  new errors.InvalidParameterException('fieldSelectionCriteria and system fields of filters are not supported by Millrace yet.');
/** — recorded, radkawar/stackd logs/metric_filters.json */
export const groupOrMetric = () =>
  new errors.InvalidParameterException(
    'Describe Metric Filters request must contain either logGroupName or metricName and metricNamespace',
  );
export const badPaginationToken = () =>
  new errors.InvalidParameterException(
    'Pagination token in request is invalid. Only token from previous list call or null is valid.',
  );
/** — recorded AWS answers, LocalStack tests/aws/services/logs/test_logs_subscription_filters.snapshot.json */
export const subscriptionNotFound = () =>
  new errors.ResourceNotFoundException('The specified subscription filter does not exist.');
export const roleMissing = () =>
  new errors.InvalidParameterException('destinationArn for vendor kinesis cannot be used without roleArn');
/** The stream's refusal is told, of a role that cannot be assumed nothing. — recorded, radkawar/stackd logs/kinesis-subscriptions.json */
export const undeliverable = (thrown: unknown) => {
  const told = thrown instanceof AwsError && ['AccessDeniedException', 'ResourceNotFoundException'].includes(thrown.code);
  const why = told ? thrown.message : 'Check if the given Kinesis stream is in ACTIVE state.';
  return new errors.InvalidParameterException(`Could not deliver test message to specified Kinesis stream. ${why}`);
};
/** The sentence is ours. */
export const destinationNotBuilt = (arn: string) =>
  new errors.InvalidParameterException(`${arn}: Millrace delivers subscriptions to Kinesis data streams only.`);
/** — recorded AWS answers, LocalStack tests/aws/services/logs/test_logs_export_tasks.snapshot.json */
export const bucketMissing = () =>
  new errors.InvalidParameterException('The given bucket does not exist. Please make sure the bucket is valid.');
export const exportNotFound = () => new errors.ResourceNotFoundException('The specified export task does not exist.');
/** — observed in aws/amazon-ecs-agent#5116; the second sentence is like it by observation of public bug reports */
export const mayNotReadAcl = () =>
  new errors.AccessDeniedException(
    'GetBucketAcl call on the given bucket failed. Please check if CloudWatch Logs has been granted permission to perform this operation.',
  );
export const mayNotPut = () =>
  new errors.AccessDeniedException(
    'PutObject call on the given bucket failed. Please check if CloudWatch Logs has been granted permission to perform this operation.',
  );
/** The sentences are ours. */
export const exportOver = () => new errors.InvalidOperationException('The specified export task has already ended.');
export const queryDefinitionNotFound = (id: string) =>
  new errors.ResourceNotFoundException(`The query definition ${id} does not exist.`);
export const parametersNotBuilt = () =>
  new errors.InvalidParameterException('Parameters of saved queries are not supported by Millrace yet.');
/** — recorded AWS answer, LocalStack tests/aws/services/logs/test_logs_resource_policies.snapshot.json */
export const policyNotFound = (name: string) =>
  new errors.ResourceNotFoundException(`Policy with name [${name}] does not exist.`);
/** The sentences are ours. */
export const policyWithoutName = () =>
  new errors.InvalidParameterException('policyName and policyDocument must be specified for a policy of the account.');
export const badResourcePolicy = (reason: string) => new errors.InvalidParameterException(`The policy is not valid: ${reason}`);
export const policyOfResource = () =>
  new errors.InvalidParameterException('Resource policies of single log groups are not supported by Millrace yet.');
