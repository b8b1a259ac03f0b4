import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import type { ControlDeps } from '../deps.ts';
import { begunOnSnapshot, enhancedSnapshot, madeAnswer, onSnapshot } from '../enhanced.ts';
import { deleteNotReady } from '../enhanced-errors.ts';
import { differentSnapshotTimestamp, snapshotInUse } from '../errors.ts';

export const deleteSnapshot: Operation<api.DeleteSnapshotRequest, api.DeleteSnapshotResponse, ControlDeps> = {
  access: onSnapshot,
  run(input, { scope }, deps) {
    const store = deps.tables.in(scope);
    const { SnapshotName: name, SnapshotCreationTimestamp: created } = input;
    const made = store.transaction(() => {
      const known = enhancedSnapshot(store, name);
      // Compared by whole seconds, as DeleteApplicationSnapshot does: answers carry no more.
      if (Math.floor(created.getTime() / 1000) !== Math.floor(known.createdAt / 1000)) {
        throw differentSnapshotTimestamp(name, created.getTime());
      }
      // aws: READY or FAILED; a running export is waited for — developer guide, snapshots-manage
      if (known.status !== 'READY' && known.status !== 'FAILED') throw deleteNotReady(name, known.status);
      // Ours: not from under a start that may be reading it.
      const read = store.applications
        .list()
        .some((row) => row.order && row.order.kind !== 'delete' && row.run?.snapshotArn === known.arn);
      if (read) throw snapshotInUse(name);
      const row = { ...known, status: 'DELETING' } as const;
      store.enhanced.put([name], row);
      return { row, operation: begunOnSnapshot(store, name, 'DeleteSnapshot', deps) };
    });
    deps.wakeVault();
    return madeAnswer(made);
  },
};
