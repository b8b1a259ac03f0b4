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

/** Everything an attempt is made of. Pure: the same notes and configuration make the same cluster, also after a restart of Millrace. */
export function specOf(
  application: Application,
  cluster: ClusterNotes,
  wanted: Wanted,
  jarPath: string,
  needs: SpecNeeds,
): ClusterSpec {
  const { clusterId, ref, arn } = application;
  const slots = wanted.parallelism.perKpu;
  return {
    clusterId,
    attempt: cluster.attempt,
    generation: cluster.generation,
    runtime: wanted.runtime,
    jobId: cluster.jobId,
    job: { kind: 'jar', jarPath },
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
    },
    ...(needs.gateway.redirect && { redirect: needs.gateway.redirect }),
    sizing: needs.sizing(slots),
    configuration: needs.configuration ?? {},
  };
}
