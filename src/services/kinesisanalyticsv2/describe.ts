import type * as api from '#api/kinesisanalyticsv2';
import { windowOf } from './maintenance-window.ts';
import type { ApplicationRow, Configuration, OperationRow, SnapshotRow, VersionRow } from './rows.ts';

/** aws: timestamps are whole seconds — recorded DescribeApplication */
export const seconds = (millis: number): Date => new Date(Math.floor(millis / 1000) * 1000);

/** An application as Describe, Create and Update answer it. `plan` only with IncludeAdditionalDetails. */
export function applicationDetail(row: ApplicationRow, version: VersionRow, plan?: string): api.ApplicationDetail {
  return {
    ...versionDetail(row, version, row.status),
    ApplicationConfigurationDescription: configurationDescription(row, version.configuration, plan),
  };
}

/** A version as DescribeApplicationVersion answers it; for the current one the run configuration is added by the caller above. */
export function versionDetail(row: ApplicationRow, version: VersionRow, status: api.ApplicationStatus): api.ApplicationDetail {
  const { configuration } = version;
  return {
    ApplicationARN: row.arn,
    ...(row.description !== undefined && { ApplicationDescription: row.description }),
    ApplicationName: row.name,
    RuntimeEnvironment: configuration.runtime,
    ServiceExecutionRole: configuration.roleArn,
    ApplicationStatus: status,
    ApplicationVersionId: version.versionId,
    CreateTimestamp: seconds(row.createdAt),
    LastUpdateTimestamp: seconds(row.updatedAt),
    ApplicationConfigurationDescription: configurationDescription(undefined, configuration),
    CloudWatchLoggingOptionDescriptions: loggingOptions(configuration),
    ApplicationMaintenanceConfigurationDescription: maintenance(row),
    ...(version.updatedFrom !== undefined && { ApplicationVersionUpdatedFrom: version.updatedFrom }),
    ...(version.rolledBackFrom !== undefined && { ApplicationVersionRolledBackFrom: version.rolledBackFrom }),
    ...(version.rolledBackTo !== undefined && { ApplicationVersionRolledBackTo: version.rolledBackTo }),
    ApplicationVersionCreateTimestamp: seconds(version.createdAt),
    ConditionalToken: version.token,
    ApplicationMode: row.mode,
  };
}

export const summary = (row: ApplicationRow, version: VersionRow): api.ApplicationSummary => ({
  ApplicationName: row.name,
  ApplicationARN: row.arn,
  ApplicationStatus: row.status,
  ApplicationVersionId: row.versionId,
  RuntimeEnvironment: version.configuration.runtime,
  ApplicationMode: row.mode,
});

export const loggingOptions = ({ loggingOption: option }: Configuration): api.CloudWatchLoggingOptionDescription[] =>
  option ? [{ CloudWatchLoggingOptionId: option.id, LogStreamARN: option.logStreamArn }] : [];

export const vpcDescription = (vpc: NonNullable<Configuration['vpc']>): api.VpcConfigurationDescription => ({
  VpcConfigurationId: vpc.id,
  VpcId: vpc.vpcId,
  SubnetIds: vpc.subnetIds,
  SecurityGroupIds: vpc.securityGroupIds,
});

export function maintenance(row: ApplicationRow): api.ApplicationMaintenanceConfigurationDescription {
  const { start, end } = windowOf(row.maintenanceStart);
  return { ApplicationMaintenanceWindowStartTime: start, ApplicationMaintenanceWindowEndTime: end };
}

function configurationDescription(
  row: ApplicationRow | undefined,
  configuration: Configuration,
  plan?: string,
): api.ApplicationConfigurationDescription {
  const { code, checkpoint, monitoring, parallelism, propertyGroups, snapshots, vpc } = configuration;
  const run = row && runDescription(row);
  return {
    ...(code && { ApplicationCodeConfigurationDescription: codeDescription(code) }),
    ...(run && { RunConfigurationDescription: run }),
    FlinkApplicationConfigurationDescription: {
      CheckpointConfigurationDescription: {
        ConfigurationType: checkpoint.type,
        CheckpointingEnabled: checkpoint.enabled,
        CheckpointInterval: checkpoint.intervalMs,
        MinPauseBetweenCheckpoints: checkpoint.minPauseMs,
      },
      MonitoringConfigurationDescription: {
        ConfigurationType: monitoring.type,
        MetricsLevel: monitoring.metricsLevel,
        LogLevel: monitoring.logLevel,
      },
      ParallelismConfigurationDescription: {
        ConfigurationType: parallelism.type,
        Parallelism: parallelism.parallelism,
        ParallelismPerKPU: parallelism.perKpu,
        CurrentParallelism: row?.currentParallelism ?? parallelism.parallelism,
        AutoScalingEnabled: parallelism.autoScaling,
      },
      ...(plan !== undefined && { JobPlanDescription: plan }),
    },
    ...(propertyGroups.length > 0 && { EnvironmentPropertyDescriptions: { PropertyGroupDescriptions: propertyGroups } }),
    ApplicationSnapshotConfigurationDescription: {
      SnapshotsEnabled: snapshots.enabled,
      ...(snapshots.mode && { SnapshotMode: snapshots.mode }),
    },
    ApplicationSystemRollbackConfigurationDescription: { RollbackEnabled: configuration.systemRollback },
    ...(vpc && { VpcConfigurationDescriptions: [vpcDescription(vpc)] }),
    // aws: AWS_OWNED_KEY is reported when nothing was configured — MiniStack; AWS Big Data blog on customer managed keys
    ApplicationEncryptionConfigurationDescription: encryptionDescription(configuration.encryption),
  };
}

/** aws: absent in READY, also after a stop; present while a job runs — terraform acceptance tests */
function runDescription(row: ApplicationRow): api.RunConfigurationDescription | undefined {
  const { run, status } = row;
  if (!run || status === 'READY' || status === 'DELETING' || status === 'ROLLED_BACK') return undefined;
  return {
    ApplicationRestoreConfigurationDescription: {
      ApplicationRestoreType: run.restoreType,
      ...(run.snapshotName !== undefined && { SnapshotName: run.snapshotName }),
      ...(run.snapshotArn !== undefined && { SnapshotArn: run.snapshotArn }),
    },
    FlinkRunConfigurationDescription: { AllowNonRestoredState: run.allowNonRestoredState },
  };
}

function codeDescription(code: NonNullable<Configuration['code']>): api.ApplicationCodeConfigurationDescription {
  const content: api.CodeContentDescription = {
    ...(code.text !== undefined && { TextContent: code.text }),
    ...(code.md5 !== undefined && { CodeMD5: code.md5 }),
    ...(code.size !== undefined && { CodeSize: code.size }),
    ...(code.s3 && {
      S3ApplicationCodeLocationDescription: {
        BucketARN: code.s3.bucketArn,
        FileKey: code.s3.key,
        ...(code.s3.version !== undefined && { ObjectVersion: code.s3.version }),
      },
    }),
  };
  return {
    CodeContentType: code.contentType,
    ...(Object.keys(content).length > 0 && { CodeContentDescription: content }),
  };
}

const encryptionDescription = (encryption: Configuration['encryption']): api.ApplicationEncryptionConfigurationDescription => ({
  KeyType: encryption.keyType,
  ...(encryption.keyId !== undefined && { KeyId: encryption.keyId }),
});

export const snapshotDetails = (row: SnapshotRow): api.SnapshotDetails => ({
  SnapshotName: row.name,
  SnapshotStatus: row.status,
  ApplicationVersionId: row.versionId,
  SnapshotCreationTimestamp: seconds(row.createdAt),
  RuntimeEnvironment: row.runtime,
  ApplicationEncryptionConfigurationDescription: encryptionDescription(row.encryption),
});

export const operationInfo = (row: OperationRow): api.ApplicationOperationInfo => ({
  Operation: row.operation,
  OperationId: row.operationId,
  StartTime: seconds(row.startedAt),
  ...(row.endedAt !== undefined && { EndTime: seconds(row.endedAt) }),
  OperationStatus: row.status,
});

export const operationDetails = (row: OperationRow): api.ApplicationOperationInfoDetails => ({
  Operation: row.operation,
  StartTime: seconds(row.startedAt),
  // aws: EndTime is required even while the operation is in progress — model; that AWS then answers the start is unverified
  EndTime: seconds(row.endedAt ?? row.startedAt),
  OperationStatus: row.status,
  ...(row.fromVersion !== undefined &&
    row.toVersion !== undefined && {
      ApplicationVersionChangeDetails: {
        ApplicationVersionUpdatedFrom: row.fromVersion,
        ApplicationVersionUpdatedTo: row.toVersion,
      },
    }),
  ...((row.error !== undefined || row.rollbackOperationId !== undefined) && {
    OperationFailureDetails: {
      ...(row.rollbackOperationId !== undefined && { RollbackOperationId: row.rollbackOperationId }),
      ...(row.error !== undefined && { ErrorInfo: { ErrorString: row.error } }),
    },
  }),
});
