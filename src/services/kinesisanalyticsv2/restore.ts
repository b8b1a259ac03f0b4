import type * as api from '#api/kinesisanalyticsv2';
import { restoreWrongMode } from './enhanced-errors.ts';
import { restoreNeedsSnapshot, restoreSnapshotMissing, restoreTakesNoSnapshot } from './errors.ts';
import type { Configuration, RunConfiguration } from './rows.ts';
import type { ControlStore } from './store.ts';

/**
 * How a start restores its state. aws: the latest snapshot, and AllowNonRestoredState false, unless told — model; both fall
 * back to that on an update without RunConfigurationUpdate — model, terraform-provider-aws issue 43003
 */
export function runConfiguration(
  given: api.RunConfiguration | api.RunConfigurationUpdate | undefined,
  application: string,
  { snapshots: { mode } }: Configuration,
  store: ControlStore,
): RunConfiguration {
  const restore = given?.ApplicationRestoreConfiguration;
  const type = restore?.ApplicationRestoreType ?? 'RESTORE_FROM_LATEST_SNAPSHOT';
  const named = [restore?.SnapshotName, restore?.SnapshotArn].filter((name) => name !== undefined);
  if (type === 'RESTORE_FROM_CUSTOM_SNAPSHOT') {
    if (named.length !== 1) throw restoreNeedsSnapshot();
    const enhanced = mode === 'ENHANCED_SNAPSHOTS';
    if (enhanced !== (restore?.SnapshotArn !== undefined)) throw restoreWrongMode(enhanced);
    const known = enhanced ? store.enhanced.list() : store.snapshotsOf(application);
    const name = restore?.SnapshotArn ?? restore?.SnapshotName ?? '';
    // aws: an unknown custom snapshot is an InvalidArgumentException — recorded by MiniStack
    const chosen = known.find((row) => ('arn' in row ? row.arn : row.name) === name);
    if (chosen?.status !== 'READY') throw restoreSnapshotMissing(name);
  } else if (named.length > 0) {
    throw restoreTakesNoSnapshot(type);
  }
  return {
    restoreType: type,
    ...(restore?.SnapshotName !== undefined && { snapshotName: restore.SnapshotName }),
    ...(restore?.SnapshotArn !== undefined && { snapshotArn: restore.SnapshotArn }),
    allowNonRestoredState: given?.FlinkRunConfiguration?.AllowNonRestoredState ?? false,
  };
}
