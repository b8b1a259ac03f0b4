import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { onApplication } from '../access.ts';
import type { ControlDeps } from '../deps.ts';
import { begunOnSnapshot, checkFree, madeAnswer, snapshotArn, snapshotsOfCluster, takesEnhanced } from '../enhanced.ts';
import { enhancedNotRunning, notInEnhancedMode, oneCreationAtATime } from '../enhanced-errors.ts';
import { snapshotFailedInDowntime } from '../errors.ts';
import type { EnhancedSnapshotRow } from '../rows.ts';
import { tagged } from '../tags.ts';

export const createSnapshot: Operation<api.CreateSnapshotRequest, api.CreateSnapshotResponse, ControlDeps> = {
  // aws: on the application — developer guide, security-iam-snapshots; that tags need TagResource on the snapshot is by analogy with CreateApplication
  access: (input, scope) => [
    onApplication(input, scope),
    ...(input.Tags?.length ? [{ action: 'kinesisanalytics:TagResource', resource: snapshotArn(scope, input.SnapshotName) }] : []),
  ],
  run(input, { scope }, deps) {
    const store = deps.tables.in(scope);
    const { ApplicationName: name, SnapshotName: snapshot } = input;
    const made = store.transaction(() => {
      const application = store.application(name);
      const { configuration } = store.version(application);
      if (configuration.snapshots.mode !== 'ENHANCED_SNAPSHOTS' || !takesEnhanced(configuration.runtime))
        throw notInEnhancedMode(name);
      if (application.status !== 'RUNNING') throw enhancedNotRunning(name, application.status);
      checkFree(store, snapshot);
      const own = snapshotsOfCluster(store, application.clusterId);
      if (own.some((row) => row.status === 'CREATING')) throw oneCreationAtATime(name);
      if (application.health && !application.health.healthy) throw snapshotFailedInDowntime(name);
      const row: EnhancedSnapshotRow = {
        name: snapshot,
        arn: snapshotArn(scope, snapshot),
        status: 'CREATING',
        createdAt: deps.clock.millis(),
        initiator: 'USER',
        initiatorOperation: 'CreateSnapshot',
        ...(input.SnapshotDescription !== undefined && { description: input.SnapshotDescription }),
        runtime: configuration.runtime,
        tags: tagged({}, input.Tags ?? [], deps.limits),
        source: {
          application: name,
          clusterId: application.clusterId,
          createdAt: application.createdAt,
          versionId: application.versionId,
        },
      };
      store.enhanced.put([snapshot], row);
      return { row, operation: begunOnSnapshot(store, snapshot, 'CreateSnapshot', deps) };
    });
    deps.wake({ scope, name });
    return madeAnswer(made);
  },
};
