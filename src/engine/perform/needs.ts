import type { Clock, Ids, Logger } from '#core';
import type { FlinkJobs } from '../observe/flink.ts';
import type { ProgressWatch } from '../observe/progress-watch.ts';
import type { LogSink } from '../ports.ts';
import type { LaunchNeeds } from './launch.ts';

export interface ActNeeds extends LaunchNeeds {
  readonly flink: FlinkJobs;
  readonly logs: LogSink;
  /** Where the account's snapshots lie. */
  readonly snapshotRoot: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly build?: string;
  /** Called between any two steps; tests let it throw, as a crash would. */
  readonly step: (name: string) => void;
}

/** What this process remembers of an application: nothing that the notes would miss. */
export interface Memory {
  errand: { readonly abort: AbortController; readonly done: Promise<void> } | undefined;
  /** What is being done right now, for people who wait. */
  phase: string | undefined;
  /** How the newest start or replacement got on. */
  readonly progress: ProgressWatch;
  droppedRecords: { events: number; reason: string } | undefined;
}
