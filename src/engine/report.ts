import { maintenanceIsDue } from './maintenance.ts';
import { kpuHours } from './metering.ts';
import type { Situation } from './observe/situation.ts';
import type { Memory } from './perform/needs.ts';
import type { Status } from './ports.ts';

/** An application as it was last seen, for people: `./millrace status` and the console. */
export interface ClusterReport {
  readonly name: string;
  readonly arn: string;
  readonly status: Status;
  readonly runtime: string;
  readonly versionId: number;
  /** What is being done right now. */
  readonly phase?: string;
  readonly job?: { readonly state: string; readonly restarts: number };
  readonly processes: readonly { readonly name: string; readonly pid: number; readonly alive: boolean }[];
  readonly parallelism?: number;
  /** Of the busiest TaskManager, in percent of its KPU, in the last period. */
  readonly cpuPercent?: number;
  /** What the application has used since it was created. */
  readonly kpuHours: number;
  /** Flink's own dashboard. */
  readonly dashboard?: string;
  /** The job runs on processes of an older Millrace; they are replaced in the window that begins then. */
  readonly maintenanceDue?: string;
  readonly lastFailure?: string;
  readonly logsDropped?: { readonly events: number; readonly reason: string };
}

export function reportOf(
  situation: Situation,
  memory: Memory,
  dropped: { readonly events: number; readonly reason: string } | undefined,
): ClusterReport {
  const { application, notes, cluster, job, load } = situation;
  const processes = cluster ? [...(cluster.jobManager ? [cluster.jobManager] : []), ...cluster.taskManagers] : [];
  const lost = dropped ?? memory.droppedRecords;
  // What Flink knows is of the present attempt, so it is newer than what the notes keep.
  const lastFailure = job?.failure?.message ?? notes.lastFailure?.message;
  return {
    name: application.ref.name,
    arn: application.arn,
    status: application.status,
    runtime: application.configuration.runtime,
    versionId: application.versionId,
    ...(memory.phase !== undefined && { phase: memory.phase }),
    ...(job && { job: { state: job.state, restarts: job.restarts + notes.relaunches } }),
    processes: processes.map(({ name, pid, alive }) => ({ name, pid, alive })),
    ...(notes.cluster && { parallelism: notes.cluster.parallelism }),
    ...(load && { cpuPercent: load.percent }),
    kpuHours: kpuHours(application.meter),
    ...(cluster?.restUrl && { dashboard: cluster.restUrl }),
    ...(maintenanceIsDue(situation) && { maintenanceDue: application.maintenanceStart }),
    ...(lastFailure !== undefined && { lastFailure }),
    ...(lost && { logsDropped: lost }),
  };
}
