import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { onApplication } from '../access.ts';
import type { ControlDeps } from '../deps.ts';
import { cannotStop, snapshotFailedInDowntime } from '../errors.ts';
import { begun, cancelOrder, ordered } from '../orders.ts';
import type { Status } from '../rows.ts';

/** aws: a forced stop is valid in these — model, `Force`; again in FORCE_STOPPING is unverified and refused here */
const FORCE_STOPPABLE: ReadonlySet<Status> = new Set([
  'STARTING',
  'UPDATING',
  'STOPPING',
  'AUTOSCALING',
  'RUNNING',
  'ROLLING_BACK',
  'MAINTENANCE',
]);

export const stopApplication: Operation<api.StopApplicationRequest, api.StopApplicationResponse, ControlDeps> = {
  access: onApplication,
  run(input, { scope }, deps) {
    const store = deps.tables.in(scope);
    const name = input.ApplicationName;
    const force = input.Force ?? false;
    const operation = store.transaction(() => {
      const row = store.application(name);
      if (force ? !FORCE_STOPPABLE.has(row.status) : row.status !== 'RUNNING') throw cannotStop(row.status);
      // aws: a graceful stop takes a snapshot when they are enabled, and is refused when the job is down — developer guide, troubleshooting
      if (!force && store.version(row).configuration.snapshots.enabled && row.health && !row.health.healthy) {
        throw snapshotFailedInDowntime(name);
      }
      if (force) cancelOrder(store, row, deps);
      const operation = begun('StopApplication', deps);
      store.putOperation(name, operation);
      const order = { kind: force ? 'force-stop' : 'stop', operationId: operation.operationId, wasRunning: true } as const;
      store.putApplication(ordered(row, force ? 'FORCE_STOPPING' : 'STOPPING', order));
      return operation;
    });
    deps.wake({ scope, name });
    return { OperationId: operation.operationId };
  },
};
