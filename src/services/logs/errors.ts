import { errors } from '#api/logs';

/** AWS's sentences. — recorded AWS answers in localstack/localstack tests/aws/services/logs and public bug reports, unless said otherwise */
export const groupNotFound = () => new errors.ResourceNotFoundException('The specified log group does not exist.');
export const streamNotFound = () => new errors.ResourceNotFoundException('The specified log stream does not exist.');
export const groupExists = () => new errors.ResourceAlreadyExistsException('The specified log group already exists');
export const streamExists = () => new errors.ResourceAlreadyExistsException('The specified log stream already exists');
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
export const badPattern = (why: string) => new errors.InvalidParameterException(`Invalid filter pattern: ${why}`);
export const noKms = () =>
  new errors.InvalidParameterException('Encrypting log groups with KMS keys is not supported by Millrace yet.');
export const tooManyTags = () => new errors.TooManyTagsException('A log group can have at most 50 tags.');
export const notAGroupArn = (arn: string) => new errors.InvalidParameterException(`${arn} is not the ARN of a log group.`);
