import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { onApplication } from '../access.ts';
import type { ControlDeps } from '../deps.ts';
import { inEnhancedMode } from '../enhanced-errors.ts';
import { snapshotExists, snapshotFailedInDowntime, snapshotNotRunning, tooManySnapshots } from '../errors.ts';

export const createApplicationSnapshot: Operation<
  api.CreateApplicationSnapshotRequest,
  api.CreateApplicationSnapshotResponse,
  ControlDeps
> = {
  access: onApplication,
  run(input, { scope }, deps) {
    const store = deps.tables.in(scope);
    const { ApplicationName: name, SnapshotName: snapshot } = input;
    store.transaction(() => {
      const row = store.application(name);
      // aws: only RUNNING is needed, SnapshotsEnabled is not — MiniStack's record
      if (row.status !== 'RUNNING') throw snapshotNotRunning(name, row.status);
      if (store.version(row).configuration.snapshots.mode === 'ENHANCED_SNAPSHOTS') throw inEnhancedMode(name);
      if (store.snapshots.get(name, snapshot)) throw snapshotExists(snapshot, name);
      const { snapshotsPerApplication: limit } = deps.limits;
      if (store.snapshots.count({ under: [name] }) >= limit) throw tooManySnapshots(limit);
      if (row.health && !row.health.healthy) throw snapshotFailedInDowntime(name);
      const { configuration } = store.version(row);
      store.snapshots.put([name, snapshot], {
        name: snapshot,
        status: 'CREATING',
        versionId: row.versionId,
        createdAt: deps.clock.millis(),
        runtime: configuration.runtime,
        encryption: configuration.encryption,
        automatic: false,
      });
    });
    deps.wake({ scope, name });
    return {};
  },
};
