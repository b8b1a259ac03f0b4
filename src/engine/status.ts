import type { Application, Order, Snapshot } from './ports.ts';
import type { Progress } from './shapes.ts';

/** The engine's write-ahead notes on one application: what it is about to do, before it does it. */
export interface Notes {
  /** The highest attempt number ever used: attempts are never numbered twice. */
  readonly attempt: number;
  /** The attempt that is meant to be alive. */
  readonly cluster?: ClusterNotes;
  /** A savepoint that may be under way. */
  readonly savepoint?: SavepointNotes;
  /** How often in a row a cluster was replaced because it died; zero once a job ran for a while. */
  readonly relaunches: number;
  /** The build of Millrace whose maintenance has been begun: each is tried once. */
  readonly maintained?: string;
  /** Of the last versions that ran: the attempt whose code they ran. What is rolled back to may be gone from S3. */
  readonly codes?: readonly { readonly versionId: number; readonly codeOf: number }[];
  readonly lastFailure?: { readonly at: number; readonly message: string };
  /** How the newest start or replacement that has ended got on. */
  readonly progress?: Progress;
}

export interface ClusterNotes {
  readonly attempt: number;
  readonly generation: number;
  /** 32 hex digits. */
  readonly jobId: string;
  /** The job ids of this attempt and of those it carries on: only their checkpoints are its state. */
  readonly lineage: readonly string[];
  readonly versionId: number;
  readonly parallelism: number;
  /** What of Millrace is in the processes. */
  readonly build?: string;
  readonly restore?: { readonly path: string; readonly allowNonRestoredState: boolean };
  /** The attempt whose code this one runs: replacing a dead JobManager must not pick up what has since been uploaded. */
  readonly codeOf: number;
  /**
   * launching: being prepared and spawned. submitted: processes are there, main() has its five minutes.
   * running: the job has run with all its tasks. stopped: its savepoint is taken, its processes may go.
   */
  readonly phase: 'launching' | 'submitted' | 'running' | 'stopped';
  readonly since: number;
  /** The launch has failed, and with what. */
  readonly failure?: Failure;
}

/** An attempt before it is written down: it gets its job id then, unless it has one. */
export type PlannedAttempt = Omit<ClusterNotes, 'jobId' | 'lineage'> & Partial<ClusterNotes>;

export interface Failure {
  /** At most what fits an operation's ErrorString is shown there; the log stream gets all of it. */
  readonly message: string;
  readonly trace?: string;
  /** The errorCode of the service record in the log stream, e.g. CodeError.InvalidApplicationCode. */
  readonly errorCode?: string;
}

export interface SavepointNotes {
  /** The name of the snapshot it becomes. */
  readonly name: string;
  /** Whether the job stops with it. */
  readonly stop: boolean;
  /** 32 hex digits, ours, so that its fate can be asked for after a crash. */
  readonly triggerId: string;
  /** Flink writes into a directory of this savepoint's own: what lies there cannot be another's. */
  readonly directory: string;
  readonly automatic: boolean;
  /** It becomes a snapshot of the account, and lies where those lie. */
  readonly enhanced?: boolean;
  readonly since: number;
  /** Flink would not begin it, and why. */
  readonly refused?: string;
}

export const NO_NOTES: Notes = { attempt: 0, relaunches: 0 };

export const notesOf = (application: Application): Notes => (application.notes as Notes | undefined) ?? NO_NOTES;

/** aws: "latest" is the most recent snapshot that is READY, manual or automatic — inferred from the developer guide */
export const latestSnapshot = (snapshots: readonly Snapshot[]): Snapshot | undefined =>
  snapshots.filter((s) => s.status === 'READY' && s.path !== undefined && !s.foreign).at(-1);

/** aws: UPDATEAPPLICATION-<app>-<ms> was observed; the other prefixes are by analogy, unverified */
export function automaticSnapshotName(order: Order['kind'] | undefined, application: string, millis: number): string {
  const prefix =
    order === 'stop' ? 'STOP' : order === 'scale' ? 'SCALE' : order === 'maintenance' ? 'MAINTENANCE' : 'UPDATEAPPLICATION';
  return `${prefix}-${application}-${millis}`.slice(0, 256);
}

const SYSTEM_NAME_LIMIT = 100;

/** aws: names that begin with SYSTEMSNAPSHOT are the service's own, at most 100 characters — developer guide, enhanced snapshots; the rest is unverified */
export function systemSnapshotName(application: string, millis: number): string {
  const prefix = 'SYSTEMSNAPSHOT-';
  const suffix = `-${millis}`;
  return `${prefix}${application.slice(0, SYSTEM_NAME_LIMIT - prefix.length - suffix.length)}${suffix}`;
}

/** aws: `<root exception class>: <message> StackTrace: <trace>` — terraform-provider-aws pull request 38447 */
export const errorString = (failure: Failure): string =>
  failure.trace === undefined ? failure.message : `${failure.message} StackTrace: ${failure.trace}`;
