import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { onApplication } from '../access.ts';
import type { ControlDeps } from '../deps.ts';
import { differentSnapshotTimestamp, snapshotInUse, snapshotNotFound } from '../errors.ts';

export const deleteApplicationSnapshot: Operation<
  api.DeleteApplicationSnapshotRequest,
  api.DeleteApplicationSnapshotResponse,
  ControlDeps
> = {
  access: onApplication,
  run(input, { scope }, deps) {
    const store = deps.tables.in(scope);
    const { ApplicationName: name, SnapshotName: snapshot, SnapshotCreationTimestamp: created } = input;
    store.transaction(() => {
      const application = store.application(name);
      const row = store.snapshots.get(name, snapshot);
      if (!row) throw snapshotNotFound(snapshot);
      // aws: compared by whole seconds; a mismatch is an InvalidArgumentException — terraform-provider-aws, MiniStack
      if (Math.floor(created.getTime() / 1000) !== Math.floor(row.createdAt / 1000)) {
        throw differentSnapshotTimestamp(snapshot, created.getTime());
      }
      // aws: ResourceInUseException is declared, its rule is unverified. Ours: not while it is written, not while a start may be reading it
      const starting = application.status !== 'READY' && application.status !== 'RUNNING';
      if (row.status === 'CREATING' || starting) throw snapshotInUse(snapshot);
      store.snapshots.put([name, snapshot], { ...row, status: 'DELETING' });
    });
    deps.wake({ scope, name });
    return {};
  },
};
