import type * as api from '#api/kinesisanalyticsv2';
import { type Ids, parseArn } from '#core';
import { takesEnhanced } from './enhanced.ts';
import { modeNeedsNewerFlink, modeStays } from './enhanced-errors.ts';
import {
  customerKeysUnsupported,
  duplicatePropertyGroup,
  encryptionNeedsKey,
  notABucketArn,
  notALogStreamArn,
  notForFlink,
  oneKindOfCode,
  oneLoggingOption,
  oneVpcConfiguration,
  parallelismPerKpuTooHigh,
  runtimeRetired,
  sqlRetired,
  studioUnsupported,
  tooManyKpus,
} from './errors.ts';
import type { Limits } from './limits.ts';
import type { CodeRow, Configuration, PropertyGroup, Runtime } from './rows.ts';
import { vpcOf } from './vpc.ts';

// aws: the defaults of a Flink application — developer guide, reference-flink-settings; terraform acceptance tests
export const DEFAULT_CHECKPOINT = { type: 'DEFAULT', enabled: true, intervalMs: 60_000, minPauseMs: 5_000 } as const;
export const DEFAULT_MONITORING = { type: 'DEFAULT', metricsLevel: 'APPLICATION', logLevel: 'INFO' } as const;
export const DEFAULT_PARALLELISM = { type: 'DEFAULT', parallelism: 1, perKpu: 1, autoScaling: true } as const;

const RUNTIMES: ReadonlySet<string> = new Set(['FLINK-1_15', 'FLINK-1_18', 'FLINK-1_19', 'FLINK-1_20', 'FLINK-2_2', 'FLINK-2_3']);

/** Code as a request brings it: the row, and the bytes where they came in the request itself. */
export interface NewCode {
  readonly row: CodeRow;
  readonly bytes?: Uint8Array;
}

export function runtimeOf(name: string): Runtime {
  if (RUNTIMES.has(name)) return name as Runtime;
  if (name.startsWith('SQL-')) throw sqlRetired();
  if (name.startsWith('ZEPPELIN-')) throw studioUnsupported();
  throw runtimeRetired(name);
}

/** The first version of an application, every default filled in. */
export function newConfiguration(
  input: api.CreateApplicationRequest,
  ids: Ids,
  limits: Limits,
): { configuration: Omit<Configuration, 'code'>; code: NewCode | undefined } {
  const runtime = runtimeOf(input.RuntimeEnvironment);
  const given = input.ApplicationConfiguration ?? {};
  const flink = given.FlinkApplicationConfiguration ?? {};
  flinkOnly(given, 'SqlApplicationConfiguration', 'ZeppelinApplicationConfiguration');
  const vpcs = given.VpcConfigurations ?? [];
  if (vpcs.length > 1) throw oneVpcConfiguration();
  const options = input.CloudWatchLoggingOptions ?? [];
  if (options.length > 1) throw oneLoggingOption();
  const code = given.ApplicationCodeConfiguration && newCode(given.ApplicationCodeConfiguration, ids);
  const mode = given.ApplicationSnapshotConfiguration?.SnapshotMode;
  if (mode === 'ENHANCED_SNAPSHOTS' && !takesEnhanced(runtime)) throw modeNeedsNewerFlink(runtime);
  const configuration: Omit<Configuration, 'code'> = {
    runtime,
    roleArn: input.ServiceExecutionRole,
    checkpoint: checkpointOf(DEFAULT_CHECKPOINT, {
      ConfigurationTypeUpdate: flink.CheckpointConfiguration?.ConfigurationType,
      CheckpointingEnabledUpdate: flink.CheckpointConfiguration?.CheckpointingEnabled,
      CheckpointIntervalUpdate: flink.CheckpointConfiguration?.CheckpointInterval,
      MinPauseBetweenCheckpointsUpdate: flink.CheckpointConfiguration?.MinPauseBetweenCheckpoints,
    }),
    monitoring: monitoringOf(DEFAULT_MONITORING, {
      ConfigurationTypeUpdate: flink.MonitoringConfiguration?.ConfigurationType,
      MetricsLevelUpdate: flink.MonitoringConfiguration?.MetricsLevel,
      LogLevelUpdate: flink.MonitoringConfiguration?.LogLevel,
    }),
    parallelism: parallelismOf(DEFAULT_PARALLELISM, {
      ConfigurationTypeUpdate: flink.ParallelismConfiguration?.ConfigurationType,
      ParallelismUpdate: flink.ParallelismConfiguration?.Parallelism,
      ParallelismPerKPUUpdate: flink.ParallelismConfiguration?.ParallelismPerKPU,
      AutoScalingEnabledUpdate: flink.ParallelismConfiguration?.AutoScalingEnabled,
    }),
    propertyGroups: propertyGroupsOf(given.EnvironmentProperties?.PropertyGroups ?? []),
    // aws: SnapshotsEnabled is true unless told — terraform acceptance test, CDK
    snapshots: { enabled: given.ApplicationSnapshotConfiguration?.SnapshotsEnabled ?? true, ...(mode && { mode }) },
    systemRollback: given.ApplicationSystemRollbackConfiguration?.RollbackEnabled ?? false,
    encryption: encryptionOf(given.ApplicationEncryptionConfiguration ?? { KeyType: 'AWS_OWNED_KEY' }),
    ...(vpcs[0] && { vpc: vpcOf('1.1', vpcs[0]) }),
    ...(options[0] && { loggingOption: { id: '1.1', logStreamArn: logStreamArn(options[0].LogStreamARN) } }),
  };
  checkKpus(configuration, limits);
  return { configuration, code };
}

/** Refuses what would be kept without meaning anything. */
export function flinkOnly<Given extends object>(given: Given, ...members: readonly (keyof Given & string)[]): void {
  for (const member of members) if (given[member] !== undefined) throw notForFlink(member);
}

/** The configuration after an update: what is left out stays as it was. */
export function updatedConfiguration(
  current: Configuration,
  input: api.UpdateApplicationRequest,
  ids: Ids,
  limits: Limits,
): { configuration: Configuration; code: NewCode | undefined } {
  const given = input.ApplicationConfigurationUpdate ?? {};
  const flink = given.FlinkApplicationConfigurationUpdate ?? {};
  flinkOnly(given, 'SqlApplicationConfigurationUpdate', 'ZeppelinApplicationConfigurationUpdate');
  const mode = modeOf(current, given.ApplicationSnapshotConfigurationUpdate?.SnapshotModeUpdate);
  const encryption = given.ApplicationEncryptionConfigurationUpdate;
  const code =
    given.ApplicationCodeConfigurationUpdate && updatedCode(current.code, given.ApplicationCodeConfigurationUpdate, ids);
  const configuration: Configuration = {
    ...current,
    runtime: input.RuntimeEnvironmentUpdate === undefined ? current.runtime : runtimeOf(input.RuntimeEnvironmentUpdate),
    roleArn: input.ServiceExecutionRoleUpdate ?? current.roleArn,
    checkpoint: checkpointOf(current.checkpoint, flink.CheckpointConfigurationUpdate ?? {}),
    monitoring: monitoringOf(current.monitoring, flink.MonitoringConfigurationUpdate ?? {}),
    parallelism: parallelismOf(current.parallelism, flink.ParallelismConfigurationUpdate ?? {}),
    // aws: the groups given replace all groups; an empty list clears them — AT iac-and-deployment
    propertyGroups: given.EnvironmentPropertyUpdates
      ? propertyGroupsOf(given.EnvironmentPropertyUpdates.PropertyGroups)
      : current.propertyGroups,
    snapshots: {
      ...current.snapshots,
      enabled: given.ApplicationSnapshotConfigurationUpdate?.SnapshotsEnabledUpdate ?? current.snapshots.enabled,
      ...(mode && { mode }),
    },
    systemRollback: given.ApplicationSystemRollbackConfigurationUpdate?.RollbackEnabledUpdate ?? current.systemRollback,
    encryption: encryption
      ? encryptionOf({ KeyType: encryption.KeyTypeUpdate, KeyId: encryption.KeyIdUpdate })
      : current.encryption,
  };
  checkKpus(configuration, limits);
  return { configuration, code };
}

/** aws: switched by an update and not back; the current runtime counts, not the one of the same update — developer guide, snapshots-upgrade */
function modeOf(
  { snapshots, runtime }: Configuration,
  wanted: Configuration['snapshots']['mode'],
): Configuration['snapshots']['mode'] {
  if (wanted === 'ENHANCED_SNAPSHOTS' && !takesEnhanced(runtime)) throw modeNeedsNewerFlink(runtime);
  if (wanted === 'APPLICATION_SNAPSHOTS_LEGACY' && snapshots.mode === 'ENHANCED_SNAPSHOTS') throw modeStays();
  return wanted ?? snapshots.mode;
}

/** aws: KPUs = Parallelism / ParallelismPerKPU — developer guide, how-scaling; rounding up unverified */
export const kpusOf = (p: { readonly parallelism: number; readonly perKpu: number }): number =>
  Math.ceil(p.parallelism / p.perKpu);

function checkKpus({ parallelism }: Pick<Configuration, 'parallelism'>, limits: Limits): void {
  if (parallelism.perKpu > limits.parallelismPerKpu) throw parallelismPerKpuTooHigh(parallelism.perKpu);
  const kpus = kpusOf(parallelism);
  if (kpus > limits.kpusPerApplication) throw tooManyKpus(kpus, limits.kpusPerApplication);
}

// aws: with ConfigurationType DEFAULT the defaults win over whatever values are given — developer guide, how-fault
function checkpointOf(
  current: Configuration['checkpoint'],
  update: api.CheckpointConfigurationUpdate,
): Configuration['checkpoint'] {
  const type = update.ConfigurationTypeUpdate ?? current.type;
  if (type === 'DEFAULT') return DEFAULT_CHECKPOINT;
  return {
    type,
    enabled: update.CheckpointingEnabledUpdate ?? current.enabled,
    intervalMs: update.CheckpointIntervalUpdate ?? current.intervalMs,
    minPauseMs: update.MinPauseBetweenCheckpointsUpdate ?? current.minPauseMs,
  };
}

function monitoringOf(
  current: Configuration['monitoring'],
  update: api.MonitoringConfigurationUpdate,
): Configuration['monitoring'] {
  const type = update.ConfigurationTypeUpdate ?? current.type;
  if (type === 'DEFAULT') return DEFAULT_MONITORING;
  return {
    type,
    metricsLevel: update.MetricsLevelUpdate ?? current.metricsLevel,
    logLevel: update.LogLevelUpdate ?? current.logLevel,
  };
}

function parallelismOf(
  current: Configuration['parallelism'],
  update: api.ParallelismConfigurationUpdate,
): Configuration['parallelism'] {
  const type = update.ConfigurationTypeUpdate ?? current.type;
  if (type === 'DEFAULT') return DEFAULT_PARALLELISM;
  return {
    type,
    parallelism: update.ParallelismUpdate ?? current.parallelism,
    perKpu: update.ParallelismPerKPUUpdate ?? current.perKpu,
    autoScaling: update.AutoScalingEnabledUpdate ?? current.autoScaling,
  };
}

function encryptionOf(given: api.ApplicationEncryptionConfiguration): Configuration['encryption'] {
  if ((given.KeyType === 'CUSTOMER_MANAGED_KEY') !== (given.KeyId !== undefined)) throw encryptionNeedsKey();
  if (given.KeyType === 'CUSTOMER_MANAGED_KEY') throw customerKeysUnsupported();
  return { keyType: given.KeyType };
}

function propertyGroupsOf(groups: readonly api.PropertyGroup[]): PropertyGroup[] {
  const seen = new Set<string>();
  for (const { PropertyGroupId } of groups) {
    if (seen.has(PropertyGroupId)) throw duplicatePropertyGroup(PropertyGroupId);
    seen.add(PropertyGroupId);
  }
  return groups.map(({ PropertyGroupId, PropertyMap }) => ({ PropertyGroupId, PropertyMap: { ...PropertyMap } }));
}

function newCode(given: api.ApplicationCodeConfiguration, ids: Ids): NewCode | undefined {
  const content = given.CodeContent ?? {};
  const kinds = [content.TextContent, content.ZipFileContent, content.S3ContentLocation].filter((kind) => kind !== undefined);
  if (kinds.length > 1) throw oneKindOfCode();
  const { S3ContentLocation: s3, TextContent: text, ZipFileContent: zip } = content;
  if (s3) {
    bucketOf(s3.BucketARN);
    return { row: { contentType: given.CodeContentType, s3: location(s3.BucketARN, s3.FileKey, s3.ObjectVersion) } };
  }
  if (zip) return { row: { contentType: given.CodeContentType, inline: ids.uuid() }, bytes: zip };
  return { row: { contentType: given.CodeContentType, ...(text !== undefined && { text }) } };
}

/** A location update is a merge too: a new key alone stays in its bucket, and leaves the old object version behind. */
function updatedCode(current: CodeRow | undefined, given: api.ApplicationCodeConfigurationUpdate, ids: Ids): NewCode {
  const contentType = given.CodeContentTypeUpdate ?? current?.contentType ?? 'ZIPFILE';
  const content = given.CodeContentUpdate ?? {};
  const { S3ContentLocationUpdate: s3, TextContentUpdate: text, ZipFileContentUpdate: zip } = content;
  if ([s3, text, zip].filter((kind) => kind !== undefined).length > 1) throw oneKindOfCode();
  if (s3) {
    const bucketArn = s3.BucketARNUpdate ?? current?.s3?.bucketArn ?? '';
    const key = s3.FileKeyUpdate ?? current?.s3?.key ?? '';
    bucketOf(bucketArn);
    const moved = bucketArn !== current?.s3?.bucketArn || key !== current?.s3?.key;
    const version = s3.ObjectVersionUpdate ?? (moved ? undefined : current?.s3?.version);
    return { row: { contentType, s3: location(bucketArn, key, version) } };
  }
  if (zip) return { row: { contentType, inline: ids.uuid() }, bytes: zip };
  if (text !== undefined) return { row: { contentType, text } };
  return { row: { ...current, contentType } };
}

const location = (bucketArn: string, key: string, version: string | undefined) => ({
  bucketArn,
  key,
  // aws: ObjectVersion is absent from Describe when none was given — recorded DescribeApplication
  ...(version !== undefined && version !== '' && { version }),
});

/** The bucket of an S3 ARN. */
export function bucketOf(arn: string): string {
  const parsed = parseArn(arn);
  if (parsed?.service !== 's3' || parsed.resource === '' || parsed.resource.includes('/')) throw notABucketArn(arn);
  return parsed.resource;
}

/** The ARN of one log stream, or AWS's refusal. */
export function logStreamArn(arn: string): string {
  const resource = parseArn(arn);
  if (resource?.service !== 'logs' || !/^log-group:[^:]+:log-stream:[^:]+$/.test(resource.resource)) throw notALogStreamArn(arn);
  return arn;
}
