import type { Clock, Ids, Logger } from '#core';
import type { ClusterDriver, Sizing } from './drivers/contract.ts';
import type { FlinkJobs } from './observe/flink.ts';
import type { ApplicationRef, ApplicationStore, CodeStore, LogSink, RoleSessions } from './ports.ts';
import type { ScalingRule } from './scaling.ts';
import type { Gateway } from './spec.ts';

export interface SupervisorNeeds {
  readonly store: ApplicationStore;
  readonly driver: ClusterDriver;
  readonly flink: FlinkJobs;
  readonly roles: RoleSessions;
  readonly code: CodeStore;
  readonly logs: LogSink;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** Tokens of job processes are derived from it. */
  readonly secret: Uint8Array;
  /** `<data directory>/flink` */
  readonly flinkRoot: string;
  /** `<data directory>/snapshots`: what belongs to an account outlives its applications. */
  readonly snapshotRoot: string;
  readonly gateway: Gateway;
  readonly sizing: (slots: number) => Sizing;
  /** How many TaskManagers of one application this machine can hold. */
  readonly machineKpus: number;
  /** By which applications are scaled; absent: by nothing. */
  readonly scaling?: ScalingRule;
  /** How long main() may take until a job is there. */
  readonly submitLimitMs: number;
  /** What of this Millrace goes into the processes it starts: jobs with another are due for maintenance. */
  readonly build?: string;
  /** Further Flink keys for every cluster. */
  readonly configuration?: Readonly<Record<string, string>>;
  /** Told when a start or an update got a step further. */
  readonly progressed?: (ref: ApplicationRef) => void;
  /** For tests: called between any two steps, and may throw as a crash would. */
  readonly step?: (name: string) => void;
  /** For tests: nothing ticks by itself. */
  readonly manual?: boolean;
}
