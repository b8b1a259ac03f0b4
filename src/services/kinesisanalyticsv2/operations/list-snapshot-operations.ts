import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import type { ControlDeps } from '../deps.ts';
import { snapshotOperationInfo } from '../describe-enhanced.ts';
import { enhancedSnapshot, onSnapshot, operationsOn } from '../enhanced.ts';
import { page } from '../paging.ts';

export const listSnapshotOperations: Operation<
  api.ListSnapshotOperationsRequest,
  api.ListSnapshotOperationsResponse,
  ControlDeps
> = {
  access: onSnapshot,
  run(input, { scope }, deps) {
    const store = deps.tables.in(scope);
    const { name } = enhancedSnapshot(store, input.SnapshotName);
    const { SnapshotOperation: operation, SnapshotOperationStatus: status } = input;
    const wanted = operationsOn(store, name, deps.clock.millis())
      .filter((row) => operation === undefined || row.operation === operation)
      .filter((row) => status === undefined || row.status === status);
    const { rows, next } = page(wanted, input, (row) => row.operationId);
    return { SnapshotOperationInfoList: rows.map(snapshotOperationInfo), ...next };
  },
};
