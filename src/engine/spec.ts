import type { ClusterSpec, Sizing } from './drivers/contract.ts';
import type { Application, Wanted } from './ports.ts';
import type { ClusterNotes } from './status.ts';

/** Where the processes of applications find Millrace. */
export interface Gateway {
  /** `http://127.0.0.1:4566` */
  readonly url: string;
  /** What the agent redirects; absent: nothing is redirected. */
  readonly redirect?: NonNullable<ClusterSpec['redirect']>;
}

export interface SpecNeeds {
  readonly gateway: Gateway;
  readonly sizing: (slots: number) => Sizing;
  readonly tokenOf: (clusterId: string, attempt: number) => string;
  readonly configuration?: Readonly<Record<string, string>>;
}

export const CREDENTIALS_PATH = '/_millrace/credentials/';

const RUN_OPTIONS = 'kinesis.analytics.flink.run.options';
const listed = (text = ''): string[] => text.split(',').flatMap((each) => each.trim() || []);

/** aws: `python` in the run options makes the code a ZIP with a Python program — developer guide, how-python-creating */
export function jobOf({ propertyGroups }: Pick<Wanted, 'propertyGroups'>, codePath: string): ClusterSpec['job'] {
  const options = propertyGroups.find((group) => group.PropertyGroupId === RUN_OPTIONS)?.PropertyMap ?? {};
  const { python, jarfile, pyFiles, pyArchives } = options;
  if (python === undefined) return { kind: 'jar', jarPath: codePath };
  return {
    kind: 'python',
    archive: codePath,
    python,
    ...(jarfile !== undefined && { jarfile }),
    pyFiles: listed(pyFiles),
    pyArchives: listed(pyArchives),
  };
}

/** Everything an attempt is made of. Pure: the same notes and configuration make the same cluster, also after a restart of Millrace. */
export function specOf(
  application: Application,
  cluster: ClusterNotes,
  wanted: Wanted,
  codePath: string,
  needs: SpecNeeds,
): ClusterSpec {
  const { clusterId, ref, arn } = application;
  const slots = wanted.parallelism.perKpu;
  const job = jobOf(wanted, codePath);
  return {
    clusterId,
    attempt: cluster.attempt,
    generation: cluster.generation,
    runtime: wanted.runtime,
    jobId: cluster.jobId,
    job,
    parallelism: cluster.parallelism,
    slotsPerTaskManager: slots,
    // aws: one TaskManager per KPU — inferred from the developer guide's metrics and host names
    taskManagers: Math.ceil(cluster.parallelism / slots),
    checkpoint: wanted.checkpoint,
    ...(cluster.restore && { restore: cluster.restore }),
    log: { level: wanted.monitoring.logLevel, applicationArn: arn, applicationVersionId: cluster.versionId },
    propertyGroups: wanted.propertyGroups,
    environment: {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${needs.gateway.url}${CREDENTIALS_PATH}${clusterId}`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: needs.tokenOf(clusterId, cluster.attempt),
      AWS_REGION: ref.scope.region,
      AWS_DEFAULT_REGION: ref.scope.region,
      // The instance metadata service of the machine Millrace runs on must not lend the application its role.
      AWS_EC2_METADATA_DISABLED: 'true',
      // boto3 in Python processes; not AWS_ENDPOINT_URL itself, which the JVMs would take too.
      ...(needs.gateway.redirect && job.kind === 'python' && { MILLRACE_ENDPOINT_URL: needs.gateway.url }),
    },
    ...(needs.gateway.redirect && { redirect: needs.gateway.redirect }),
    sizing: needs.sizing(slots),
    configuration: needs.configuration ?? {},
  };
}
