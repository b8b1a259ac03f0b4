import type * as api from '#api/kinesisanalyticsv2';
import { enhancedSnapshotsUnsupported, restoreNeedsSnapshot, restoreSnapshotMissing, restoreTakesNoSnapshot } from './errors.ts';
import type { RunConfiguration, SnapshotRow } from './rows.ts';

/**
 * How a start restores its state. aws: the latest snapshot, and AllowNonRestoredState false, unless told — model; both fall
 * back to that on an update without RunConfigurationUpdate — model, terraform-provider-aws issue 43003
 */
export function runConfiguration(
  given: api.RunConfiguration | api.RunConfigurationUpdate | undefined,
  snapshots: readonly SnapshotRow[],
): RunConfiguration {
  const restore = given?.ApplicationRestoreConfiguration;
  const type = restore?.ApplicationRestoreType ?? 'RESTORE_FROM_LATEST_SNAPSHOT';
  const named = [restore?.SnapshotName, restore?.SnapshotArn].filter((name) => name !== undefined);
  if (type === 'RESTORE_FROM_CUSTOM_SNAPSHOT') {
    if (named.length !== 1) throw restoreNeedsSnapshot();
    if (restore?.SnapshotArn !== undefined) throw enhancedSnapshotsUnsupported();
    const name = restore?.SnapshotName ?? '';
    // aws: an unknown custom snapshot is an InvalidArgumentException — recorded by MiniStack
    if (!snapshots.some((row) => row.name === name && row.status === 'READY')) throw restoreSnapshotMissing(name);
  } else if (named.length > 0) {
    throw restoreTakesNoSnapshot(type);
  }
  return {
    restoreType: type,
    ...(restore?.SnapshotName !== undefined && { snapshotName: restore.SnapshotName }),
    allowNonRestoredState: given?.FlinkRunConfiguration?.AllowNonRestoredState ?? false,
  };
}
