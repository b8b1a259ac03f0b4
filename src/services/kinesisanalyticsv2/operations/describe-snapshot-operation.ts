import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import type { ControlDeps } from '../deps.ts';
import { snapshotOperationDetails } from '../describe-enhanced.ts';
import { enhancedSnapshot, onSnapshot, operationsOn } from '../enhanced.ts';
import { operationNotFound } from '../errors.ts';

export const describeSnapshotOperation: Operation<
  api.DescribeSnapshotOperationRequest,
  api.DescribeSnapshotOperationResponse,
  ControlDeps
> = {
  access: onSnapshot,
  run(input, { scope }, deps) {
    const store = deps.tables.in(scope);
    const snapshot = enhancedSnapshot(store, input.SnapshotName);
    const rows = operationsOn(store, snapshot.name, deps.clock.millis());
    const row = rows.find(({ operationId }) => operationId === input.SnapshotOperationId);
    if (!row) throw operationNotFound(input.SnapshotOperationId);
    return { SnapshotOperationInfoDetails: snapshotOperationDetails(row, snapshot) };
  },
};
