import type {
  ApplicationDetail,
  CreateApplicationCommandInput,
  RuntimeEnvironment,
  UpdateApplicationCommandInput,
} from '@aws-sdk/client-kinesis-analytics-v2';

export interface Property {
  readonly group: string;
  readonly key: string;
  readonly value: string;
}

/** What the pages that create and configure an application ask for. Numbers are kept as they are typed. */
export interface Form {
  readonly name: string;
  readonly description: string;
  readonly runtime: string;
  readonly bucket: string;
  readonly key: string;
  readonly roleArn: string;
  readonly properties: readonly Property[];
  readonly customParallelism: boolean;
  readonly parallelism: string;
  readonly perKpu: string;
  readonly autoScaling: boolean;
  readonly customCheckpoints: boolean;
  readonly checkpoints: boolean;
  readonly intervalMs: string;
  readonly pauseMs: string;
  readonly snapshots: boolean;
  readonly rollback: boolean;
  readonly logLevel: string;
  readonly metricsLevel: string;
}

export const RUNTIMES = ['FLINK-1_20', 'FLINK-2_2', 'FLINK-2_3', 'FLINK-1_19', 'FLINK-1_18', 'FLINK-1_15'] as const;

/** aws: the defaults of the AWS console's form — developer guide, getting started; of the service, reference-flink-settings */
export const EMPTY: Form = {
  name: '',
  description: '',
  runtime: RUNTIMES[0],
  bucket: '',
  key: '',
  roleArn: '',
  properties: [],
  customParallelism: false,
  parallelism: '1',
  perKpu: '1',
  autoScaling: false,
  customCheckpoints: false,
  checkpoints: true,
  intervalMs: '60000',
  pauseMs: '5000',
  snapshots: true,
  rollback: false,
  logLevel: 'INFO',
  metricsLevel: 'APPLICATION',
};

export type Wrong = Partial<Record<keyof Form, string>>;

const whole = (text: string, least: number): boolean => /^\d+$/.test(text) && Number(text) >= least;

/** What a person should mend before AWS is asked. The rest is AWS's to say. */
export function wrong(form: Form, needsRole: boolean): Wrong {
  const { perKpu, parallelism, intervalMs, pauseMs } = form;
  return {
    // aws: pattern and length of ApplicationName — model
    ...(!/^[a-zA-Z0-9_.-]{1,128}$/.test(form.name) && {
      name: 'Give it a name of letters, digits, underscores, dots and hyphens, at most 128.',
    }),
    ...((form.bucket === '' || form.key === '') && { key: 'Choose an object in S3, or upload one.' }),
    ...(needsRole && form.roleArn === '' && { roleArn: 'Choose a role.' }),
    ...(form.customParallelism && !whole(parallelism, 1) && { parallelism: 'A whole number from 1.' }),
    ...(form.customParallelism && !whole(perKpu, 1) && { perKpu: 'A whole number from 1 to 8.' }),
    ...(form.customCheckpoints && !whole(intervalMs, 1) && { intervalMs: 'Milliseconds, at least 1.' }),
    ...(form.customCheckpoints && !whole(pauseMs, 0) && { pauseMs: 'Milliseconds, at least 0.' }),
    ...(form.properties.some(({ group, key }) => group === '' || key === '') && {
      properties: 'Every property has a group and a key.',
    }),
  };
}

const flinkConfiguration = (form: Form) => ({
  checkpoint: form.customCheckpoints
    ? {
        CheckpointingEnabled: form.checkpoints,
        CheckpointInterval: Number(form.intervalMs),
        MinPauseBetweenCheckpoints: Number(form.pauseMs),
      }
    : {},
  parallelism: form.customParallelism
    ? { Parallelism: Number(form.parallelism), ParallelismPerKPU: Number(form.perKpu), AutoScalingEnabled: form.autoScaling }
    : {},
});

/** Rows of properties as groups, in the order they were written. */
export function groups(properties: readonly Property[]) {
  const made = new Map<string, Record<string, string>>();
  for (const { group, key, value } of properties) made.set(group, { ...made.get(group), [key]: value });
  return [...made].map(([PropertyGroupId, PropertyMap]) => ({ PropertyGroupId, PropertyMap }));
}

export function createInput(
  form: Form,
  more: { readonly roleArn: string; readonly logStreamArn?: string; readonly tags: readonly { Key: string; Value: string }[] },
): CreateApplicationCommandInput {
  const { checkpoint, parallelism } = flinkConfiguration(form);
  return {
    ApplicationName: form.name,
    ...(form.description !== '' && { ApplicationDescription: form.description }),
    RuntimeEnvironment: form.runtime as RuntimeEnvironment,
    ServiceExecutionRole: more.roleArn,
    ApplicationConfiguration: {
      ApplicationCodeConfiguration: {
        CodeContentType: 'ZIPFILE',
        CodeContent: { S3ContentLocation: { BucketARN: `arn:aws:s3:::${form.bucket}`, FileKey: form.key } },
      },
      ...(form.properties.length > 0 && { EnvironmentProperties: { PropertyGroups: groups(form.properties) } }),
      FlinkApplicationConfiguration: {
        CheckpointConfiguration: { ConfigurationType: form.customCheckpoints ? 'CUSTOM' : 'DEFAULT', ...checkpoint },
        ParallelismConfiguration: { ConfigurationType: form.customParallelism ? 'CUSTOM' : 'DEFAULT', ...parallelism },
        MonitoringConfiguration: {
          ConfigurationType: 'CUSTOM',
          LogLevel: form.logLevel as 'INFO',
          MetricsLevel: form.metricsLevel as 'APPLICATION',
        },
      },
      ApplicationSnapshotConfiguration: { SnapshotsEnabled: form.snapshots },
      ApplicationSystemRollbackConfiguration: { RollbackEnabled: form.rollback },
    },
    ...(more.logStreamArn !== undefined && { CloudWatchLoggingOptions: [{ LogStreamARN: more.logStreamArn }] }),
    ...(more.tags.length > 0 && { Tags: [...more.tags] }),
  };
}

/** What an application has, as the form shows it. */
export function formOf(detail: ApplicationDetail): Form {
  const configuration = detail.ApplicationConfigurationDescription;
  const code =
    configuration?.ApplicationCodeConfigurationDescription?.CodeContentDescription?.S3ApplicationCodeLocationDescription;
  const flink = configuration?.FlinkApplicationConfigurationDescription;
  const parallelism = flink?.ParallelismConfigurationDescription;
  const checkpoint = flink?.CheckpointConfigurationDescription;
  const monitoring = flink?.MonitoringConfigurationDescription;
  return {
    name: detail.ApplicationName ?? '',
    description: detail.ApplicationDescription ?? '',
    runtime: detail.RuntimeEnvironment ?? EMPTY.runtime,
    bucket: code?.BucketARN?.split(':::')[1] ?? '',
    key: code?.FileKey ?? '',
    roleArn: detail.ServiceExecutionRole ?? '',
    properties: (configuration?.EnvironmentPropertyDescriptions?.PropertyGroupDescriptions ?? []).flatMap(
      ({ PropertyGroupId: group = '', PropertyMap = {} }) =>
        Object.entries(PropertyMap).map(([key, value]) => ({ group, key, value })),
    ),
    customParallelism: parallelism?.ConfigurationType === 'CUSTOM',
    parallelism: String(parallelism?.Parallelism ?? 1),
    perKpu: String(parallelism?.ParallelismPerKPU ?? 1),
    autoScaling: parallelism?.AutoScalingEnabled ?? false,
    customCheckpoints: checkpoint?.ConfigurationType === 'CUSTOM',
    checkpoints: checkpoint?.CheckpointingEnabled ?? true,
    intervalMs: String(checkpoint?.CheckpointInterval ?? EMPTY.intervalMs),
    pauseMs: String(checkpoint?.MinPauseBetweenCheckpoints ?? EMPTY.pauseMs),
    snapshots: configuration?.ApplicationSnapshotConfigurationDescription?.SnapshotsEnabled ?? false,
    rollback: configuration?.ApplicationSystemRollbackConfigurationDescription?.RollbackEnabled ?? false,
    logLevel: monitoring?.LogLevel ?? EMPTY.logLevel,
    metricsLevel: monitoring?.MetricsLevel ?? EMPTY.metricsLevel,
  };
}

/** The update that makes `before` into `form`: only what differs is sent, since each part has its price. */
export function updateInput(version: number | undefined, before: Form, form: Form): UpdateApplicationCommandInput {
  const differs = (...fields: (keyof Form)[]) =>
    fields.some((field) => JSON.stringify(before[field]) !== JSON.stringify(form[field]));
  const { checkpoint, parallelism } = flinkConfiguration(form);
  const flink = {
    ...(differs('customCheckpoints', 'checkpoints', 'intervalMs', 'pauseMs') && {
      CheckpointConfigurationUpdate: {
        ConfigurationTypeUpdate: form.customCheckpoints ? ('CUSTOM' as const) : ('DEFAULT' as const),
        ...(form.customCheckpoints && {
          CheckpointingEnabledUpdate: checkpoint.CheckpointingEnabled,
          CheckpointIntervalUpdate: checkpoint.CheckpointInterval,
          MinPauseBetweenCheckpointsUpdate: checkpoint.MinPauseBetweenCheckpoints,
        }),
      },
    }),
    ...(differs('customParallelism', 'parallelism', 'perKpu', 'autoScaling') && {
      ParallelismConfigurationUpdate: {
        ConfigurationTypeUpdate: form.customParallelism ? ('CUSTOM' as const) : ('DEFAULT' as const),
        ...(form.customParallelism && {
          ParallelismUpdate: parallelism.Parallelism,
          ParallelismPerKPUUpdate: parallelism.ParallelismPerKPU,
          AutoScalingEnabledUpdate: parallelism.AutoScalingEnabled,
        }),
      },
    }),
    ...(differs('logLevel', 'metricsLevel') && {
      MonitoringConfigurationUpdate: {
        ConfigurationTypeUpdate: 'CUSTOM' as const,
        LogLevelUpdate: form.logLevel as 'INFO',
        MetricsLevelUpdate: form.metricsLevel as 'APPLICATION',
      },
    }),
  };
  const update = {
    ...(differs('bucket', 'key') && {
      ApplicationCodeConfigurationUpdate: {
        CodeContentUpdate: {
          S3ContentLocationUpdate: { BucketARNUpdate: `arn:aws:s3:::${form.bucket}`, FileKeyUpdate: form.key },
        },
      },
    }),
    ...(differs('properties') && { EnvironmentPropertyUpdates: { PropertyGroups: groups(form.properties) } }),
    ...(Object.keys(flink).length > 0 && { FlinkApplicationConfigurationUpdate: flink }),
    ...(differs('snapshots') && { ApplicationSnapshotConfigurationUpdate: { SnapshotsEnabledUpdate: form.snapshots } }),
    ...(differs('rollback') && { ApplicationSystemRollbackConfigurationUpdate: { RollbackEnabledUpdate: form.rollback } }),
  };
  return {
    ApplicationName: form.name,
    CurrentApplicationVersionId: version,
    ...(Object.keys(update).length > 0 && { ApplicationConfigurationUpdate: update }),
    ...(differs('runtime') && { RuntimeEnvironmentUpdate: form.runtime as RuntimeEnvironment }),
    ...(differs('roleArn') && { ServiceExecutionRoleUpdate: form.roleArn }),
  };
}
