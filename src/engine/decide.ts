import { costOf } from './diff.ts';
import { tooLarge } from './machine.ts';
import { maintenanceBegins } from './maintenance.ts';
import { nextAttempt } from './next-attempt.ts';
import { healthOf } from './observe/health.ts';
import { isAlive, type Situation } from './observe/situation.ts';
import type { Health, Snapshot, Status } from './ports.ts';
import { scaledParallelism } from './scaled-parallelism.ts';
import {
  automaticSnapshotName,
  type ClusterNotes,
  type Failure,
  type Notes,
  type PlannedAttempt,
  systemSnapshotName,
} from './status.ts';

/** A job that ran this long has recovered: the next death counts from one again. */
const STEADY_MS = 60_000;

/** A savepoint to be taken; the performer gives it a trigger and a directory unless it has them. */
export interface SavepointRequest {
  readonly name: string;
  readonly stop: boolean;
  readonly automatic: boolean;
  readonly enhanced: boolean;
}

/** One step, chosen by looking. The supervisor writes it down, does it, and writes down what became of it. */
export type Action =
  | { readonly do: 'nothing'; readonly againMs?: number; readonly health?: Health }
  /** The order has changed: whatever this process is doing for the application is to end. */
  | { readonly do: 'abandon' }
  | { readonly do: 'launch'; readonly cluster: PlannedAttempt }
  /** The processes are there although nobody remembers having started them. */
  | { readonly do: 'adopt' }
  /** The job runs: the order is done. */
  | { readonly do: 'arrive'; readonly status: Status; readonly finish: boolean; readonly live: boolean; readonly health: Health }
  /** The processes go, and the application rests. */
  | { readonly do: 'rest'; readonly failure?: Failure; readonly lostSnapshots: readonly Snapshot[] }
  /** A failed update or scaling is undone: processes go, the previous configuration or parallelism comes back. */
  | { readonly do: 'undo'; readonly failure: Failure }
  /** The order has failed but the old job is untouched: its configuration becomes the current one again. */
  | { readonly do: 'keep'; readonly failure: Failure }
  /** The processes go; what follows is decided when they are gone. */
  | { readonly do: 'clear' }
  /** A cluster that is meant to run has died: written down, so that the next attempt keeps its distance. */
  | { readonly do: 'stumble'; readonly failure: Failure; readonly relaunches: number }
  /** The load asks for another parallelism. */
  | { readonly do: 'scale'; readonly parallelism: number }
  /** Its processes are of an older build, and the window is open. */
  | { readonly do: 'maintain'; readonly build: string }
  | { readonly do: 'ensure' }
  | { readonly do: 'savepoint'; readonly request: SavepointRequest }
  | { readonly do: 'savepoint-done'; readonly path: string; readonly thenStopped: boolean }
  | { readonly do: 'savepoint-lost'; readonly reason: string }
  | { readonly do: 'delete-snapshot'; readonly snapshot: Snapshot }
  | { readonly do: 'wipe' };

/** The policy: pure, total over every status. */
export function decide(s: Situation): Action {
  const { status } = s.application;
  if (status === 'DELETING') return s.busy ? { do: 'abandon' } : { do: 'wipe' };
  if (status === 'FORCE_STOPPING') return s.busy ? { do: 'abandon' } : rest(s);
  if (s.busy && !belongs(s)) return { do: 'abandon' };
  if (s.busy) return { do: 'nothing' };
  if (s.notes.savepoint) return savepointPending(s, s.notes.savepoint);
  const deleted = s.application.snapshots.find((snapshot) => snapshot.status === 'DELETING' && !snapshot.arn);
  if (deleted) return { do: 'delete-snapshot', snapshot: deleted };
  if (status === 'READY' || status === 'ROLLED_BACK') return s.stray || s.notes.cluster ? { do: 'clear' } : { do: 'nothing' };
  if (s.stray && s.notes.cluster?.phase !== 'launching') return { do: 'clear' };
  if (status === 'STOPPING') return stopping(s);
  if (status === 'STARTING') return arriving(s);
  if (status === 'RUNNING') return running(s);
  return replacing(s);
}

/** A launch in progress serves the present order, or the standing wish that the job runs. */
const belongs = (s: Situation): boolean =>
  s.application.status === 'RUNNING' || (STARTS.has(s.application.status) && isTarget(s));
const STARTS: ReadonlySet<Status> = new Set(['STARTING', 'UPDATING', 'AUTOSCALING', 'ROLLING_BACK', 'MAINTENANCE']);

/** The attempt in the notes is of the version that is wanted now. */
const isTarget = ({ notes: { cluster }, application }: Situation): boolean =>
  cluster !== undefined && cluster.versionId === application.versionId && cluster.generation >= application.generation;

/** STARTING, and the second half of every replacement: on the way to a running job. */
function arriving(s: Situation): Action {
  const { cluster } = s.notes;
  if (!cluster || cluster.phase === 'stopped') return launch(s);
  if (cluster.failure) return failed(s, cluster.failure);
  if (cluster.phase === 'launching') return s.cluster ? { do: 'adopt' } : again(s, cluster);
  const end = ended(s);
  if (end === 'finished' || jobIsUp(s)) return arrive(s);
  if (end) return endedUnseen(s) ? retry(s, cluster) : failed(s, end);
  if (s.now - cluster.since > s.submitLimitMs && !s.job) return failed(s, submitTimeout(s));
  return tasksMissing(s) ? { do: 'ensure' } : { do: 'nothing', againMs: pollMs(s.now - cluster.since) };
}

/** It was told to end, or went without a word, while no Millrace was there to see it: `down`, or the machine. The code is not to blame. */
const endedUnseen = ({ cluster }: Situation): boolean => {
  const { code, signal, reason } = cluster?.exit ?? {};
  return cluster !== undefined && code === undefined && (signal === 'SIGTERM' || (signal === undefined && reason === undefined));
};

/** The job runs with all its tasks; or it has run, and is being restarted by Flink: to AWS both are RUNNING. */
const jobIsUp = ({ job }: Situation): boolean =>
  job !== undefined && ((job.state === 'RUNNING' && job.allTasksRunning) || job.state === 'RESTARTING' || job.restarts > 0);

const arrive = (s: Situation): Action => ({ do: 'arrive', status: 'RUNNING', finish: true, live: false, health: healthOf(s) });

/** Short at first, since a JVM that is nearly up is worth looking at; longer once it is clearly slow. */
const pollMs = (waitedMs: number): number => (waitedMs < 20_000 ? 100 : 500);

/** Why a job will not come (back) by itself; undefined while it may. */
function ended({ cluster, job }: Situation): Failure | 'finished' | undefined {
  if (job?.state === 'FINISHED') return 'finished';
  if (job?.state === 'FAILED' || job?.state === 'CANCELED') {
    const failure = job.failure ?? { message: `The Flink job ended as ${job.state}.`, trace: undefined };
    return codeFailure(failure.message, failure.trace);
  }
  if (isAlive(cluster)) return undefined;
  const exit = cluster?.exit;
  if (exit?.code === 0 && exit.reason === undefined) return 'finished';
  const how = exit?.signal ? `was ended by ${exit.signal}` : `ended with exit code ${exit?.code ?? 'unknown'}`;
  const failure = codeFailure(exit?.reason ?? `The JobManager process ${how}.`, exit?.trace ?? exit?.lastLines.join('\n'));
  const { errorCode: _, ...notTheCode } = failure;
  return exit?.signal || OWN_PORT.test(failure.message) ? notTheCode : failure;
}

/** A port that was free when it was chosen for the JobManager, and is no more. */
const OWN_PORT = /^java\.net\.BindException: Could not start (rest endpoint|actor system)/;

/** aws: CodeError.InvalidApplicationCode for whatever main() or the code does wrong — user reports */
const codeFailure = (message: string, trace: string | undefined): Failure => ({
  message,
  ...(trace && { trace }),
  errorCode: 'CodeError.InvalidApplicationCode',
});

/** aws: developer guide, troubleshooting */
function submitTimeout({ application: { ref }, submitLimitMs: limit }: Situation): Failure {
  const waited = limit % 60_000 === 0 ? `${limit / 60_000} minutes` : `${limit / 1000} seconds`;
  const whose = `for application: ${ref.name} under account: ${ref.scope.account}`;
  return codeFailure(`Flink job did not start within a total timeout of ${waited} ${whose}`, undefined);
}

/**
 * A start, or the second half of a replacement, has failed.
 * aws: a failed update or scaling is rolled back where that is opted in; where not, or if that fails too: READY
 * — developer guide, how-system-rollbacks and troubleshooting-system-rollback
 */
function failed(s: Situation, failure: Failure): Action {
  const { order, configuration } = s.application;
  const canUndo = (order?.kind === 'update' || order?.kind === 'scale') && configuration.systemRollback;
  return canUndo ? { do: 'undo', failure } : { ...rest(s), failure };
}

const rest = ({ application }: Situation): Extract<Action, { do: 'rest' }> => ({
  do: 'rest',
  lostSnapshots: application.snapshots.filter((snapshot) => snapshot.status === 'CREATING' && !snapshot.foreign),
});

function running(s: Situation): Action {
  const { cluster } = s.notes;
  if (!cluster) return launch(s);
  if (cluster.failure) return retry(s, cluster);
  if (cluster.phase === 'launching') return s.cluster ? { do: 'adopt' } : again(s, cluster);
  const end = ended(s);
  // aws: a job that reaches FINISHED takes its application to READY — developer guide, how-running-apps, batch workloads
  if (end === 'finished') return rest(s);
  if (end) return stumble(s, cluster, end);
  const waited = s.now - cluster.since;
  if (cluster.phase === 'submitted' && waited > s.submitLimitMs && !s.job) return stumble(s, cluster, submitTimeout(s));
  if (tasksMissing(s)) return { do: 'ensure' };
  if (cluster.phase === 'submitted' && jobIsUp(s))
    return { do: 'arrive', status: 'RUNNING', finish: false, live: false, health: healthOf(s) };
  const asked = s.application.snapshots.find((snapshot) => snapshot.status === 'CREATING' && !snapshot.foreign);
  if (asked) {
    const enhanced = asked.arn !== undefined;
    return { do: 'savepoint', request: { name: asked.name, stop: false, automatic: asked.automatic, enhanced } };
  }
  if (s.build !== undefined && maintenanceBegins(s)) return { do: 'maintain', build: s.build };
  const parallelism = scaledParallelism(s);
  if (parallelism !== undefined) return { do: 'scale', parallelism };
  return { do: 'nothing', againMs: cluster.phase === 'submitted' ? pollMs(waited) : watchMs(s), health: healthOf(s) };
}

/** A job in trouble is looked at more often: what is refused in downtime should be possible as soon as it is over. */
const watchMs = ({ job }: Situation): number => (job?.state === 'RUNNING' && job.allTasksRunning ? 5_000 : 1_000);

/** aws: a job that keeps failing leaves its application RUNNING — developer guide, how-running-apps */
function stumble(s: Situation, cluster: ClusterNotes, failure: Failure): Action {
  const steady = cluster.phase === 'running' && s.now - cluster.since > STEADY_MS;
  return { do: 'stumble', failure, relaunches: steady ? 1 : s.notes.relaunches + 1 };
}

/** The first death is answered at once, the next ones with growing patience. */
export const patienceMs = (relaunches: number): number => (relaunches <= 1 ? 0 : Math.min(60_000, 500 * 2 ** relaunches));

/**
 * A new attempt of the same code. It starts from the last checkpoint its own line of attempts completed; where there is none
 * yet, from what that line started with: never from less.
 */
function retry(s: Situation, dead: ClusterNotes): Action {
  const leftMs = (s.notes.lastFailure?.at ?? 0) + patienceMs(s.notes.relaunches) - s.now;
  if (leftMs > 0) return { do: 'nothing', againMs: leftMs, health: healthOf(s) };
  const checkpoint = s.checkpoint && dead.lineage.includes(s.checkpoint.jobId) ? s.checkpoint : undefined;
  const { failure: _, jobId: __, restore: started, ...same } = dead;
  const restore = checkpoint ? { path: checkpoint.path, allowNonRestoredState: false } : started;
  return {
    do: 'launch',
    cluster: { ...same, attempt: s.notes.attempt + 1, ...(restore && { restore }), phase: 'launching', since: s.now },
  };
}

/** UPDATING, AUTOSCALING, MAINTENANCE, ROLLING_BACK: the old job goes with its state, the new one comes with it. */
function replacing(s: Situation): Action {
  const { cluster } = s.notes;
  const { status, configuration } = s.application;
  if (!cluster || isTarget(s) || cluster.phase === 'stopped') return arriving(s);
  const excess = tooLarge(s);
  if (excess && isAlive(s.cluster)) return { do: 'keep', failure: excess };
  if (status === 'ROLLING_BACK') return { do: 'clear' };
  if (status === 'UPDATING' && s.running) {
    const cost = costOf(s.running, configuration);
    if (cost === 'ignore' || cost === 'live') {
      return { do: 'arrive', status: 'RUNNING', finish: true, live: cost === 'live', health: healthOf(s) };
    }
  }
  if (!configuration.snapshots.enabled) return { do: 'clear' };
  return stopWithSavepoint(s);
}

function stopping(s: Situation): Action {
  const { cluster } = s.notes;
  if (!cluster || cluster.phase === 'stopped' || !s.application.configuration.snapshots.enabled) return rest(s);
  return stopWithSavepoint(s);
}

function stopWithSavepoint(s: Situation): Action {
  // A job that has just ended by itself has nothing left to save.
  if (s.job?.state === 'FINISHED') return s.application.status === 'STOPPING' ? rest(s) : { do: 'clear' };
  if (!isAlive(s.cluster) || !s.job) return { do: 'keep', failure: WENT_DOWN };
  const { order, ref, configuration } = s.application;
  const enhanced = configuration.snapshots.mode === 'ENHANCED_SNAPSHOTS';
  const name = enhanced ? systemSnapshotName(ref.name, s.now) : automaticSnapshotName(order?.kind, ref.name, s.now);
  return { do: 'savepoint', request: { name, stop: true, automatic: true, enhanced } };
}

const WENT_DOWN: Failure = { message: 'The job went down before its snapshot was complete.' };

/** A savepoint was asked for, by this process or one before it: its fate comes first. */
function savepointPending(s: Situation, pending: NonNullable<Notes['savepoint']>): Action {
  const lost = (reason: string): Action =>
    pending.stop ? { do: 'keep', failure: { message: reason } } : { do: 'savepoint-lost', reason };
  if (s.savepoint?.state === 'completed') return { do: 'savepoint-done', path: s.savepoint.path, thenStopped: pending.stop };
  if (s.savepoint?.state === 'failed') return lost(s.savepoint.reason);
  if (pending.refused !== undefined) return lost(pending.refused);
  if (!isAlive(s.cluster) || s.job?.state === 'FAILED' || s.job?.state === 'CANCELED') return lost(WENT_DOWN.message);
  if (s.savepoint || !s.job) return { do: 'nothing', againMs: pollMs(s.now - pending.since) };
  const { name, stop, automatic, enhanced = false } = pending;
  return { do: 'savepoint', request: { name, stop, automatic, enhanced } };
}

/** Live processes of the right attempt, fewer than there should be. */
function tasksMissing({ cluster }: Situation): boolean {
  return isAlive(cluster) && (cluster?.taskManagers.some((process) => !process.alive) ?? false);
}

/** A new attempt of what is wanted, if this machine can hold it. */
function launch(s: Situation): Action {
  const failure = tooLarge(s);
  return failure ? failed(s, failure) : { do: 'launch', cluster: nextAttempt(s) };
}

/** The same attempt once more, after a crash between writing it down and spawning it. */
const again = (s: Situation, cluster: ClusterNotes): Action => ({ do: 'launch', cluster: { ...cluster, since: s.now } });
