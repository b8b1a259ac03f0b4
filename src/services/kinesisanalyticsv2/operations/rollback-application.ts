import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { onApplication } from '../access.ts';
import type { ControlDeps } from '../deps.ts';
import { applicationDetail } from '../describe.ts';
import { reverted } from '../engine-records.ts';
import { snapshotsOfCluster } from '../enhanced.ts';
import { cannotRollBack, noSnapshotToRollBackTo, noVersionToRollBackTo } from '../errors.ts';
import { begun, cancelOrder, checkCurrent, ordered } from '../orders.ts';

/** aws: from RUNNING, UPDATING and AUTOSCALING — model */
const FROM: ReadonlySet<string> = new Set(['RUNNING', 'UPDATING', 'AUTOSCALING']);

export const rollbackApplication: Operation<api.RollbackApplicationRequest, api.RollbackApplicationResponse, ControlDeps> = {
  access: onApplication,
  run(input, { scope }, deps) {
    const name = input.ApplicationName;
    const store = deps.tables.in(scope);
    const result = store.transaction(() => {
      const row = store.application(name);
      const version = store.version(row);
      checkCurrent(version, input);
      if (!FROM.has(row.status)) throw cannotRollBack(row.status);
      if (version.updatedFrom === undefined) throw noVersionToRollBackTo(name);
      // aws: the last successful snapshot is loaded; without one the call is refused — model
      const snapshots = [...store.snapshotsOf(name), ...snapshotsOfCluster(store, row.clusterId)];
      if (!snapshots.some((snapshot) => snapshot.status === 'READY')) throw noSnapshotToRollBackTo(name);
      cancelOrder(store, row, deps);
      const next = reverted(store, row, version.updatedFrom, deps.clock.millis(), deps.ids);
      const operation = begun('RollbackApplication', deps, { from: row.versionId, to: next.versionId });
      store.putOperation(name, operation);
      const order = { kind: 'rollback', operationId: operation.operationId, wasRunning: true } as const;
      const after = ordered(next, 'ROLLING_BACK', order);
      store.putApplication(after);
      return { row: after, operation };
    });
    deps.wake({ scope, name });
    return {
      ApplicationDetail: applicationDetail(result.row, store.version(result.row)),
      OperationId: result.operation.operationId,
    };
  },
};
