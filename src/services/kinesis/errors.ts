import { errors } from '#api/kinesis';
import { AwsError } from '#core';

/*
 * AWS's sentences. "kinesalite" is the project whose tests ran against AWS and keep what it answered (test/*.js);
 * where a sentence is ours, because AWS's is not known to us, it says so. "stackd" is radkawar/stackd at 9dc356f, its folder
 * testdata/aws/kinesis: answers of AWS as it recorded them in September 2026.
 */

/** — observed in AWS by kinesalite */
export const streamNotFound = (name: string, account: string): AwsError =>
  new errors.ResourceNotFoundException(`Stream ${name} under account ${account} not found.`);
/** — observed in AWS by kinesalite */
export const streamExists = (name: string, account: string): AwsError =>
  new errors.ResourceInUseException(`Stream ${name} under account ${account} already exists.`);
/** — observed in AWS by kinesalite */
export const streamNotActive = (name: string, account: string, status: string): AwsError =>
  new errors.ResourceInUseException(`Stream ${name} under account ${account} not ACTIVE, instead in state ${status}`);
/** — recorded in stackd, controls.json */
export const streamNotNamed = (): AwsError =>
  new errors.InvalidArgumentException("Stream arn and stream name can't be empty at the same time");
/** The name that was given, or the one an iterator is of. — recorded in stackd, controls.json and dry_run.json (GetRecords) */
export const nameAndArnDiffer = (name: string, ofArn: string): AwsError =>
  new errors.InvalidArgumentException(`Input stream name ${name} doesn't match the inferred name in stream arn ${ofArn}`);
/** — recorded in stackd, controls.json, of a StreamARN */
export const otherRegion = (arn: string): AwsError =>
  new errors.InvalidArgumentException(`The region specified in the ARN '${arn}' does not match the endpoint region`);
/** — ours */
export const streamIdDiffers = (): AwsError =>
  new errors.InvalidArgumentException('StreamId is not the id of the stream that StreamName or StreamARN names.');
/** — ours */
export const notAStreamArn = (arn: string): AwsError => new errors.InvalidArgumentException(`${arn} is not the ARN of a stream.`);
/** — observed in AWS by kinesalite */
export const shardLimitExceeded = (account: string, region: string, current: number, limit: number, more: number): AwsError =>
  new errors.LimitExceededException(
    `This request would exceed the shard limit for the account ${account} in ${region}. Current shard count for the account: ${current}. ` +
      `Limit: ${limit}. Number of additional shards that would have resulted from this request: ${more}. ` +
      'Refer to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) ' +
      'for current limits and how to request higher limits.',
  );

/** For names that hold no shard number: observed in AWS by kinesalite; for any shard of SubscribeToShard: recorded in stackd, records.json */
export const noSuchShard = (shard: string, stream: string, account: string): AwsError =>
  new errors.ResourceNotFoundException(`Could not find shard ${shard} in stream ${stream} under account ${account}.`);
/** When an iterator is asked for or used. — observed in AWS by kinesalite */
export const shardDoesNotExist = (shard: string, stream: string, account: string): AwsError =>
  new errors.ResourceNotFoundException(`Shard ${shard} in stream ${stream} under account ${account} does not exist`);

/** — observed in AWS by kinesalite */
export const badExplicitHashKey = (key: string): AwsError =>
  new errors.InvalidArgumentException(
    `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${key}`,
  );
/** — observed in AWS by kinesalite */
export const badOrderingNumber = (sequence: string, stream: string, account: string): AwsError =>
  new errors.InvalidArgumentException(
    `ExclusiveMinimumSequenceNumber ${sequence} used in PutRecord on stream ${stream} under account ${account} is invalid.`,
  );
/** — the model says 1 to 256 characters; without a key only RecordDistributionStrategy AUTO works; the sentence is ours */
export const partitionKeyMissing = (): AwsError =>
  new errors.InvalidArgumentException('PartitionKey is required unless the RecordDistributionStrategy of the stream is AUTO.');
/**
 * Data and partition key together, in bytes. — the rule: API reference, PutRecord, Data; the sentence, of the 1 MiB limit: seen in
 * awslabs/kinesis-aggregation#30. That it names the data alone where only the key makes it too much is as moto has it, not seen on AWS.
 */
export const recordTooLarge = (path: string, limit: number): AwsError =>
  new errors.ValidationException(
    `1 validation error detected: Value at '${path}' failed to satisfy constraint: Member must have length less than or equal to ${limit}`,
  );
/** — aws: seen with "5 MB" in snowplow/enrich#685 before the limit became 10 MiB (API reference, PutRecords) */
export const recordsTooLarge = (): AwsError => new errors.InvalidArgumentException('Records size exceeds 10 MB limit');
/** — API reference, PutRecords, example of a partial failure */
export const rateExceededSentence = (shard: string, stream: string, account: string): string =>
  `Rate exceeded for shard ${shard} in stream ${stream} under account ${account}.`;
export const rateExceeded = (shard: string, stream: string, account: string): AwsError =>
  new errors.ProvisionedThroughputExceededException(rateExceededSentence(shard, stream, account));

/** Too many calls of one kind. — the sentence for a stream: seen in hashicorp/terraform-provider-aws; the other is ours */
export const callsRateExceeded = (stream: string | undefined, account: string): AwsError =>
  new errors.LimitExceededException(
    stream === undefined
      ? `Rate exceeded for account ${account}.`
      : `Rate exceeded for stream ${stream} under account ${account}.`,
  );
/** — the limit: API reference, CreateStream; "simultaneously be in CREATING or DELETING": seen in hashicorp/terraform-provider-aws; the rest is ours */
export const tooManyCreating = (limit: number): AwsError =>
  new errors.LimitExceededException(`At most ${limit} streams can simultaneously be in CREATING or DELETING.`);

/** — observed in AWS by kinesalite */
export const iteratorArguments = (type: string, given: boolean): AwsError =>
  new errors.InvalidArgumentException(
    'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or ' +
      '(2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. ' +
      `Request specified ${type} and ${given ? 'also a' : 'no'} StartingSequenceNumber.`,
  );
/** — observed in AWS by kinesalite */
export const timestampMissing = (): AwsError =>
  new errors.InvalidArgumentException(
    'Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.',
  );
/** — observed in AWS by kinesalite */
export const timestampInFuture = (millis: number, now: number): AwsError =>
  new errors.InvalidArgumentException(
    'The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. ' +
      `timestampInMillis: ${millis}, currentTimestampInMillis: ${now}`,
  );
/** — observed in AWS by kinesalite */
export const badStartingNumber = (sequence: string, shard: string, stream: string, account: string): AwsError =>
  new errors.InvalidArgumentException(
    `StartingSequenceNumber ${sequence} used in GetShardIterator on shard ${shard} in stream ${stream} under account ${account} is invalid.`,
  );
/** — observed in AWS by kinesalite; of `0`, as its number in the old form: recorded in stackd, records.json */
export const foreignStartingNumber = (sequence: string, shard: string, stream: string, account: string): AwsError =>
  new errors.InvalidArgumentException(
    `StartingSequenceNumber ${sequence} used in GetShardIterator on shard ${shard} in stream ${stream} under account ${account} ` +
      'is invalid because it did not come from this stream.',
  );
/** — observed in AWS by kinesalite */
export const otherShardsNumber = (encoded: string, shard: string): AwsError =>
  new errors.InvalidArgumentException(
    `Invalid StartingSequenceNumber. It encodes ${encoded}, while it was used in a call to a shard with ${shard}`,
  );
/** — observed in AWS by kinesalite */
export const badIterator = (): AwsError => new errors.InvalidArgumentException('Invalid ShardIterator.');
/** — observed in AWS by kinesalite */
export const iteratorExpired = (created: number, now: number): AwsError =>
  new errors.ExpiredIteratorException(
    `Iterator expired. The iterator was created at time ${utcText(created)} while right now it is ${utcText(now)} ` +
      'which is further in the future than the tolerated delay of 300000 milliseconds.',
  );
/** `Thu Jan 22 01:22:02 UTC 2015` — observed in AWS by kinesalite */
function utcText(millis: number): string {
  const [day, date, month, year, time] = new Date(millis).toUTCString().replace(',', '').split(' ');
  return `${day} ${month} ${date} ${time} UTC ${year}`;
}

/** — observed in AWS by kinesalite */
export const retentionTooShort = (hours: number): AwsError =>
  new errors.InvalidArgumentException(
    `Minimum allowed retention period is 24 hours. Requested retention period (${hours} hours) is too short.`,
  );
/** — recorded in stackd, controls.json */
export const retentionTooLong = (hours: number): AwsError =>
  new errors.InvalidArgumentException(
    `Maximum allowed retention period is 8760 hours. Requested retention period (${hours} hours) is too long.`,
  );
/** — observed in AWS by kinesalite */
export const retentionWouldShrink = (hours: number, stream: string, existing: number): AwsError =>
  new errors.InvalidArgumentException(
    `Requested retention period (${hours} hours) for stream ${stream} can not be shorter than existing retention period ` +
      `(${existing} hours). Use DecreaseRetentionPeriod API.`,
  );
/** — observed in AWS by kinesalite */
export const retentionWouldGrow = (hours: number, stream: string, existing: number): AwsError =>
  new errors.InvalidArgumentException(
    `Requested retention period (${hours} hours) for stream ${stream} can not be longer than existing retention period ` +
      `(${existing} hours). Use IncreaseRetentionPeriod API.`,
  );

/** — observed in AWS by kinesalite */
export const badTagCharacters = (): AwsError =>
  new errors.InvalidArgumentException(
    'Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @.',
  );
/** — recorded in stackd, controls.json */
export const reservedTagKey = (): AwsError =>
  new errors.InvalidArgumentException("Some tag keys in the request started with 'aws:'. System tags cannot be modified.");
/** — of a stream: observed by kinesalite, with the limit of its day; of a resource, by its ARN: recorded in stackd, controls.json (TagResource) */
export const tooManyTags = (kind: 'stream' | 'resource', name: string, account: string): AwsError =>
  new errors.InvalidArgumentException(
    `Failed to add tags to ${kind} ${name} under account ${account} because a given ${kind} cannot have more than 50 tags associated with it.`,
  );

/** — observed in AWS by kinesalite */
export const badSplit = (key: string, shard: string, stream: string, account: string, start: string, end: string): AwsError =>
  new errors.InvalidArgumentException(
    `NewStartingHashKey ${key} used in SplitShard() on shard ${shard} in stream ${stream} under account ${account} ` +
      `is not both greater than one plus the shard's StartingHashKey ${start} and less than the shard's EndingHashKey ${end}.`,
  );
/** — observed in AWS by kinesalite */
export const notAdjacent = (one: string, other: string, stream: string, account: string): AwsError =>
  new errors.InvalidArgumentException(
    `Shards ${one} and ${other} in stream ${stream} under account ${account} are not an adjacent pair of shards eligible for merging`,
  );
/** — API reference, SplitShard and MergeShards: a closed shard cannot be used; the sentence: moto's tests (test_split_shard_that_was_split_before) */
export const shardClosed = (shard: string, stream: string, account: string): AwsError =>
  new errors.InvalidArgumentException(
    `Shard ${shard} in stream ${stream} under account ${account} has already been merged or split, and thus is not eligible for ` +
      'merging or splitting.',
  );
/** — aws: seen in aws/aws-cdk#18139, through CloudFormation */
export const shardCountNotExpected = (): AwsError =>
  new errors.ValidationException('ShardCount is not expected when StreamMode=ON_DEMAND');
/** — aws: the sentence for too many seen in the AWS CDK's documentation, all three and the error's name in Journera's kinesalite */
const resizing = (reason: string, current: number, target: number): AwsError =>
  new errors.LimitExceededException(`${reason} Current open shard count: ${current}, Target shard count: ${target}`);
export const moreThanDouble = (current: number, target: number): AwsError =>
  resizing('UpdateShardCount cannot scale up over double your current open shard count.', current, target);
export const lessThanHalf = (current: number, target: number): AwsError =>
  resizing('UpdateShardCount cannot scale down below half your current open shard count.', current, target);
export const moreThanAStreamHas = (limit: number, current: number, target: number): AwsError =>
  resizing(`Target shard count or number of open shards cannot be greater than ${limit}.`, current, target);
/** — the rule: API reference, SplitShard, MergeShards, UpdateShardCount: "only supported for the data streams with the provisioned capacity mode"; the sentence is ours */
export const onlyProvisioned = (operation: string, stream: string): AwsError =>
  new errors.ValidationException(`${operation} is for streams with StreamMode PROVISIONED only; stream ${stream} is ON_DEMAND.`);
/** — recorded in stackd, controls.json */
export const notCommitted = (account: string): AwsError =>
  new errors.ValidationException(`Account ${account} is not enabled for minimum throughput billing commitment`);
/** — recorded in stackd, controls.json */
export const notEncrypted = (): AwsError => new errors.InvalidArgumentException('Cannot stop encrypting an unencrypted stream.');
/** — the limit: developer guide, "Quotas and limits"; the sentence is ours */
export const tooWarm = (limit: number): AwsError =>
  new errors.LimitExceededException(`WarmThroughputMiBps can be at most ${limit} MiB/s.`);
/** — the rules: API reference, UpdateShardCount; the sentences are ours */
export const cannotResize = (reason: string): AwsError => new errors.LimitExceededException(reason);
export const badArgument = (reason: string): AwsError => new errors.InvalidArgumentException(reason);
export const badCombination = (reason: string): AwsError => new errors.ValidationException(reason);

/** — recorded of SubscribeToShard in stackd, dry_run.json */
export const consumerNotFound = (consumer: string, stream: string, account: string): AwsError =>
  new errors.ResourceNotFoundException(`Consumer ${consumer} under stream: ${stream}, account ${account} not found.`);
/** Of one that is described, with its moment where it was named by an ARN. — recorded in stackd, records.json */
export const describedConsumerNotFound = (
  consumer: string,
  stream: string,
  account: string,
  createdSeconds?: number,
): AwsError =>
  createdSeconds === undefined
    ? consumerNotFound(consumer, stream, account)
    : consumerNotFound(`${consumer} with creation timestamp ${createdSeconds}`, stream, account);
/** — recorded in stackd, records.json */
export const consumerExists = (consumer: string, stream: string, account: string): AwsError =>
  new errors.ResourceInUseException(`Consumer ${consumer} under stream ${stream} already exists for account ${account}.`);
/** — aws: seen in aws-cloudformation/cloudformation-coverage-roadmap#2442 */
export const consumerNotActive = (consumer: string, createdSeconds: number, stream: string, account: string): AwsError =>
  new errors.ResourceInUseException(
    `Consumer ${consumer} with creation timestamp ${createdSeconds} under stream ${stream} and account ${account} is not in ACTIVE status.`,
  );
/** — the limit: developer guide, "Quotas and limits"; the sentence is ours */
export const tooManyConsumers = (limit: number): AwsError =>
  new errors.LimitExceededException(`A stream can have at most ${limit} registered consumers.`);
/** — the limit: API reference, RegisterStreamConsumer; the sentence is ours */
export const tooManyRegistering = (limit: number): AwsError =>
  new errors.LimitExceededException(`At most ${limit} consumers of a stream can be in CREATING status at the same time.`);
/** — ours */
export const consumerNotNamed = (): AwsError =>
  new errors.InvalidArgumentException('Either ConsumerARN, or both StreamARN and ConsumerName must be specified.');
/** — aws: seen in hashicorp/terraform-provider-aws#8420, rebuy-de/aws-nuke#497 */
export const streamHasConsumers = (stream: string, account: string): AwsError =>
  new errors.ResourceInUseException(
    `DeleteStream can't delete ${account}:${stream} because there are consumers associated with this data stream. ` +
      `To delete ${stream} anyway, set the EnforceConsumerDeletion parameter to true to force the deletion of all the consumers ` +
      'that are associated with it.',
  );
/** — aws: seen in Databricks's knowledge base, "Streaming job reading from Kinesis using EFO mode fails" */
export const subscriptionExists = (account: string, stream: string, shard: string, consumer: string): AwsError =>
  new errors.ResourceInUseException(
    `Another active subscription exists for this consumer: ${account}:${stream}:${shard}:${consumer}`,
  );
/** — the error: the model, PutResourcePolicy; the sentences are ours */
export const badPolicy = (reason: string): AwsError => new errors.InvalidArgumentException(`The policy is not valid: ${reason}`);
/** — recorded in stackd, controls.json */
export const policyNotJson = (): AwsError =>
  new errors.InvalidArgumentException('Policy validation error: This policy contains invalid Json');
/** — recorded in stackd, controls.json */
export const noPolicy = (arn: string): AwsError =>
  new errors.ResourceNotFoundException(`No resource policy found for resource ARN ${arn}.`);
/**
 * KMS's refusal in Kinesis's name. — the errors: the model; the sentence is KMS's own, which AWS quotes within a longer one
 */
export function kmsRefusal(thrown: unknown): never {
  if (!(thrown instanceof AwsError)) throw thrown;
  switch (thrown.code) {
    case 'NotFoundException':
      throw new errors.KMSNotFoundException(thrown.message);
    case 'DisabledException':
      throw new errors.KMSDisabledException(thrown.message);
    case 'KMSInvalidStateException':
      throw new errors.KMSInvalidStateException(thrown.message);
    case 'AccessDeniedException':
      throw new errors.KMSAccessDeniedException(thrown.message);
    case 'ValidationException':
    case 'InvalidArnException':
      throw new errors.InvalidArgumentException(thrown.message);
    default:
      throw thrown;
  }
}
/** — the errors: the model; the sentences are ours */
export const keyNotEnabled = (key: string, state: string): AwsError =>
  state === 'Disabled'
    ? new errors.KMSDisabledException(`${key} is disabled.`)
    : new errors.KMSInvalidStateException(`${key} is ${state}, not Enabled.`);

/** — recorded in stackd, dry_run.json */
export const dryRun = (operation: string): AwsError =>
  new errors.DryRunOperationException(
    `DryRunOperation validation succeeded while calling ${operation} operation.: Request would have succeeded, but DryRun flag is set.`,
  );
