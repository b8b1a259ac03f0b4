import { parallelismOf } from './machine.ts';
import type { Situation } from './observe/situation.ts';
import type { Snapshot } from './ports.ts';
import { type ClusterNotes, latestSnapshot, type PlannedAttempt } from './status.ts';

/** A new attempt of what is wanted. The state it starts from follows from the run configuration and what lies there. */
export function nextAttempt(s: Situation): PlannedAttempt {
  const { application, notes, now } = s;
  const restore = restoreOf(s);
  const attempt = notes.attempt + 1;
  const known = notes.codes?.find(({ versionId }) => versionId === sameCodeAs(application));
  return {
    attempt,
    generation: application.generation,
    versionId: application.versionId,
    parallelism: parallelismOf(application),
    codeOf: known?.codeOf ?? attempt,
    ...(restore && { restore }),
    phase: 'launching',
    since: now,
  };
}

/** The version whose code is to run as it ran, whatever lies in S3 by now; undefined: the code is read anew. */
function sameCodeAs({ order, versionId, rolledBackTo }: Situation['application']): number | undefined {
  if (order?.kind === 'rollback') return rolledBackTo ?? versionId;
  return order?.kind === 'scale' || order?.kind === 'maintenance' ? versionId : undefined;
}

function restoreOf({ application }: Situation): ClusterNotes['restore'] {
  const { run, snapshots, order } = application;
  const allowNonRestoredState = run?.allowNonRestoredState ?? false;
  // A rollback, a rescale and maintenance always carry the newest state on, whatever the last start was told.
  const type = order?.kind === 'start' || order?.kind === 'update' ? run?.restoreType : 'RESTORE_FROM_LATEST_SNAPSHOT';
  if (type === 'SKIP_RESTORE_FROM_SNAPSHOT') return undefined;
  const named = (row: Snapshot): boolean =>
    run?.snapshotArn === undefined ? row.name === run?.snapshotName && !row.arn : row.arn === run.snapshotArn;
  const snapshot =
    type === 'RESTORE_FROM_CUSTOM_SNAPSHOT'
      ? snapshots.find((row) => named(row) && row.status === 'READY')
      : latestSnapshot(snapshots);
  return snapshot?.path === undefined ? undefined : { path: snapshot.path, allowNonRestoredState };
}
