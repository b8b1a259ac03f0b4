import { errors } from '#api/kinesisanalyticsv2';
import type { AwsError } from '#core';

// The sentences of this service. Each says where it is known from; "unverified" means that no public record of AWS's own
// words was found: ours says what is wrong, and nothing should match on it.

/** aws: text unverified */
export const applicationNotFound = (name: string): AwsError =>
  new errors.ResourceNotFoundException(`Application ${name} was not found.`);

/** aws: text unverified */
export const applicationExists = (name: string): AwsError =>
  new errors.ResourceInUseException(`Application with name ${name} already exists.`);

/** aws: `Application cannot be started in '<STATUS>' state` — real log of a client that matches on it; MiniStack's record */
export const cannotStart = (status: string): AwsError =>
  new errors.ResourceInUseException(`Application cannot be started in '${status}' state`);

/** aws: `Application cannot be Stopped in '<STATUS>' state`, with the capital S — recorded by MiniStack */
export const cannotStop = (status: string): AwsError =>
  new errors.ResourceInUseException(`Application cannot be Stopped in '${status}' state`);

/** aws: `Application cannot be updated in '<STATUS>' state` — recorded by MiniStack */
export const cannotUpdate = (status: string): AwsError =>
  new errors.ResourceInUseException(`Application cannot be updated in '${status}' state`);

/** aws: the exception — model; text unverified, after the pattern of the three above */
export const cannotDelete = (status: string): AwsError =>
  new errors.ResourceInUseException(`Application cannot be deleted in '${status}' state`);

/** aws: the exception and the statuses — model; text unverified */
export const cannotRollBack = (status: string): AwsError =>
  new errors.ResourceInUseException(`Application cannot be rolled back in '${status}' state`);

/** aws: the exception — model ("RollbackApplication rejects …"); text unverified */
export const noVersionToRollBackTo = (name: string): AwsError =>
  new errors.InvalidRequestException(`Application ${name} has no earlier version to roll back to.`);

/** aws: a rollback needs at least one snapshot — developer guide, RollbackApplication; text unverified */
export const noSnapshotToRollBackTo = (name: string): AwsError =>
  new errors.InvalidRequestException(`Application ${name} has no snapshot to roll back with.`);

/** aws: the exception — client scripts map it to "not running"; text unverified */
export const dashboardNotRunning = (name: string, status: string): AwsError =>
  new errors.ResourceInUseException(
    `Application ${name} is in ${status} status. The dashboard is only available while it is RUNNING.`,
  );

/** aws: the exception — model; text unverified */
export const urlTypeMismatch = (urlType: string): AwsError =>
  new errors.InvalidArgumentException(`UrlType ${urlType} is not available for this application.`);

/** aws: the exception — developer guide, AT application-lifecycle; text unverified */
export const staleVersion = (given: number, current: number): AwsError =>
  new errors.ConcurrentModificationException(
    `The application version id ${given} is not the current one. The current application version id is ${current}.`,
  );

/** aws: text unverified */
export const staleToken = (): AwsError =>
  new errors.ConcurrentModificationException(
    'The ConditionalToken does not match the current version of the application. Call DescribeApplication to fetch the current one.',
  );

/** aws: one of the two is required — model documentation; exception and text unverified */
export const versionOrTokenNeeded = (): AwsError =>
  new errors.InvalidArgumentException('Either CurrentApplicationVersionId or ConditionalToken must be provided.');

/** aws: recorded by MiniStack */
export const differentCreateTimestamp = (name: string): AwsError =>
  new errors.ConcurrentModificationException(
    `The application with name: '${name}' has a different create timestamp than the one you provided. Please call DescribeApplication to fetch valid create timestamp.`,
  );

/** aws: terraform-provider-aws retries on exactly this text */
export const roleNotAssumable = (): AwsError =>
  new errors.InvalidArgumentException("Kinesis Analytics service doesn't have sufficient privileges to assume the role");

/** aws: developer guide, troubleshooting; terraform-provider-aws retries on its beginning */
export const codeUnreadable = (key: string, bucket: string): AwsError =>
  new errors.InvalidArgumentException(
    `Please check the role provided or validity of S3 location you provided. We are unable to get the specified fileKey: ${key} in the specified bucket: ${bucket}`,
  );

/** aws: text unverified */
export const notABucketArn = (arn: string): AwsError =>
  new errors.InvalidArgumentException(`The BucketARN ${arn} is not the ARN of an S3 bucket.`);

/** aws: text unverified */
export const oneKindOfCode = (): AwsError =>
  new errors.InvalidArgumentException('CodeContent takes exactly one of TextContent, ZipFileContent and S3ContentLocation.');

/** aws: retired since 5 February 2025 — developer guide, "Earlier version information"; exception and text unverified */
export const runtimeRetired = (runtime: string): AwsError =>
  new errors.InvalidArgumentException(
    `The runtime environment ${runtime} is not available: AWS has retired it, and Millrace does not run it. Use FLINK-1_15 or later.`,
  );

/** aws: SQL applications can no longer be created since 15 October 2025 — SQL developer guide; text unverified */
export const sqlRetired = (): AwsError => new errors.UnsupportedOperationException(SQL_RETIRED);
export const SQL_RETIRED =
  'AWS has discontinued Kinesis Data Analytics for SQL applications (deleted from 27 January 2026). Use a Flink runtime.';

/** Ours: Studio notebooks are not built. */
export const studioUnsupported = (): AwsError =>
  new errors.UnsupportedOperationException(
    'Studio notebooks (Zeppelin runtimes) are not supported by Millrace yet. Use a Flink runtime.',
  );

/** aws: members of SQL and Studio applications mean nothing to Flink's; exception and text unverified */
export const notForFlink = (member: string): AwsError =>
  new errors.InvalidArgumentException(`${member} cannot be given for an application with a Flink runtime.`);

/** aws: 100 applications per Region — developer guide, quotas; text unverified */
export const tooManyApplications = (limit: number): AwsError =>
  new errors.LimitExceededException(
    `The maximum number of applications (${limit}) for this account in this Region has been reached.`,
  );

/** aws: KPU quota of 64 — developer guide, quotas; exception on Create/UpdateApplication from the model; text unverified */
export const tooManyKpus = (asked: number, limit: number): AwsError =>
  new errors.LimitExceededException(`The application needs ${asked} KPUs, more than the quota of ${limit} KPUs per application.`);

/** aws: ParallelismPerKPU is at most 8 — AT msf-constraints-and-patterns; text unverified */
export const parallelismPerKpuTooHigh = (asked: number): AwsError =>
  new errors.InvalidArgumentException(`ParallelismPerKPU ${asked} is more than the maximum of 8.`);

/** aws: recorded in MiniStack */
export const oneLoggingOption = (): AwsError =>
  new errors.InvalidArgumentException('Kinesis Analytics currently supports only 1 logging option.');

/** aws: public log next to a recorded DescribeApplication */
export const oneVpcConfiguration = (): AwsError =>
  new errors.InvalidArgumentException('Kinesis Analytics currently supports only 1 VPC configuration(s)');

/** aws: the option is one log stream's ARN — developer guide, logging; text unverified */
export const notALogStreamArn = (arn: string): AwsError =>
  new errors.InvalidArgumentException(`The LogStreamARN ${arn} is not the ARN of a log stream.`);

/** aws: text unverified */
export const loggingOptionNotFound = (id: string): AwsError =>
  new errors.ResourceNotFoundException(`CloudWatchLoggingOption with id ${id} was not found.`);

/** aws: text unverified */
export const vpcConfigurationNotFound = (id: string): AwsError =>
  new errors.ResourceNotFoundException(`VpcConfiguration with id ${id} was not found.`);

/** aws: the exception — model; text unverified */
export const operationNotFound = (id: string): AwsError =>
  new errors.ResourceNotFoundException(`Operation with id ${id} was not found.`);

/** aws: the exception — model; text unverified */
export const versionNotFound = (name: string, version: number): AwsError =>
  new errors.ResourceNotFoundException(`Version ${version} of application ${name} was not found.`);

/** aws: recorded by MiniStack */
export const snapshotExists = (snapshot: string, application: string): AwsError =>
  new errors.ResourceInUseException(`Provided Snapshot name ${snapshot} already exists for application ${application}`);

/** aws: recorded by MiniStack; InvalidRequestException, not ResourceInUseException */
export const snapshotNotRunning = (application: string, status: string): AwsError =>
  new errors.InvalidRequestException(
    `Application ${application} is in ${status} status. Snapshot creation is only allowed when application is in RUNNING status`,
  );

/** aws: "does not exist" is what Terraform looks for; exception from the model, the rest unverified */
export const snapshotNotFound = (snapshot: string): AwsError =>
  new errors.ResourceNotFoundException(`The snapshot ${snapshot} does not exist.`);

/** aws: 1000 snapshots per application — developer guide, quotas; text unverified */
export const tooManySnapshots = (limit: number): AwsError =>
  new errors.LimitExceededException(`The maximum number of snapshots (${limit}) of this application has been reached.`);

/** aws: recorded by MiniStack */
export const differentSnapshotTimestamp = (snapshot: string, givenMs: number): AwsError =>
  new errors.InvalidArgumentException(
    `Snapshot '${snapshot}' has a different SnapshotCreationTimestamp than the one you provided '${givenMs}'. Please call DescribeApplicationSnapshot to fetch valid SnapshotCreationTimestamp.`,
  );

/** aws: ResourceInUseException — model; text unverified */
export const snapshotInUse = (snapshot: string): AwsError =>
  new errors.ResourceInUseException(`Snapshot ${snapshot} is in use and cannot be deleted now.`);

/** aws: recorded by MiniStack */
export const restoreSnapshotMissing = (snapshot: string): AwsError =>
  new errors.InvalidArgumentException(`The snapshot name ${snapshot} provided for restore configuration does not exist.`);

/** aws: exactly one of SnapshotName and SnapshotArn — developer guide, restoring; text unverified */
export const restoreNeedsSnapshot = (): AwsError =>
  new errors.InvalidArgumentException('RESTORE_FROM_CUSTOM_SNAPSHOT needs exactly one of SnapshotName and SnapshotArn.');

/** aws: text unverified */
export const restoreTakesNoSnapshot = (type: string): AwsError =>
  new errors.InvalidArgumentException(`A snapshot can only be named with RESTORE_FROM_CUSTOM_SNAPSHOT, not with ${type}.`);

/** aws: developer guide, troubleshooting */
export const snapshotFailedInDowntime = (application: string): AwsError =>
  new errors.InvalidApplicationConfigurationException(
    `Failed to take snapshot for the application ${application} at this moment. The application is currently experiencing downtime. Please check the application's CloudWatch metrics or CloudWatch logs for any possible errors and retry the request. You can also retry the request after disabling the snapshots in the Managed Service for Apache Flink console or by updating the ApplicationSnapshotConfiguration through the AWS SDK`,
  );

/** aws: exception unverified (InvalidApplicationConfigurationException is declared on StartApplication — model); text ours */
export const noCode = (name: string): AwsError =>
  new errors.InvalidApplicationConfigurationException(
    `Application ${name} has no code. Give it an ApplicationCodeConfiguration first.`,
  );

/** aws: duplicate tag keys are refused with InvalidArgumentException — developer guide, tagging; text unverified */
export const duplicateTagKey = (key: string): AwsError =>
  new errors.InvalidArgumentException(`The tag key ${key} is given more than once.`);

/** aws: keys that begin with `aws:` are refused — developer guide, tagging; text unverified */
export const reservedTagKey = (key: string): AwsError =>
  new errors.InvalidArgumentException(`The tag key ${key} begins with aws:, which is reserved.`);

/** aws: 50 tags per application — developer guide, quotas; text unverified */
export const tooManyTags = (limit: number): AwsError =>
  new errors.TooManyTagsException(`An application can have at most ${limit} tags.`);

/** aws: text unverified */
export const resourceNotFound = (arn: string): AwsError => new errors.ResourceNotFoundException(`Resource ${arn} was not found.`);

/** aws: text unverified */
export const badNextToken = (): AwsError => new errors.InvalidArgumentException('The NextToken is not valid.');

/** aws: two groups of one id; exception and text unverified */
export const duplicatePropertyGroup = (id: string): AwsError =>
  new errors.InvalidArgumentException(`The property group ${id} is given more than once.`);

/** aws: CMK from Flink 1.20 on — AWS Big Data blog on customer managed keys; exception and text unverified */
export const encryptionNeedsKey = (): AwsError =>
  new errors.InvalidArgumentException('KeyId is needed with CUSTOMER_MANAGED_KEY, and only with it.');

/** Ours: nothing is encrypted with a customer's key yet, so nothing says it is. */
export const customerKeysUnsupported = (): AwsError =>
  new errors.UnsupportedOperationException(
    'Encryption with a customer managed key is not supported by Millrace yet. Use AWS_OWNED_KEY.',
  );
