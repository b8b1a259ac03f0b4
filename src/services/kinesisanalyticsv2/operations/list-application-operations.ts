import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { onApplication } from '../access.ts';
import type { ControlDeps } from '../deps.ts';
import { operationInfo } from '../describe.ts';
import { page } from '../paging.ts';

// aws: the maintenance operation is called both names on AWS's pages — developer guide, maintenance and system-rollbacks
const asWritten = (operation: string): string => (operation === 'Maintenance' ? 'ApplicationMaintenance' : operation);

export const listApplicationOperations: Operation<
  api.ListApplicationOperationsRequest,
  api.ListApplicationOperationsResponse,
  ControlDeps
> = {
  access: onApplication,
  run(input, { scope }, deps) {
    const store = deps.tables.in(scope);
    const { name } = store.application(input.ApplicationName);
    const wanted = input.Operation === undefined ? undefined : asWritten(input.Operation);
    // aws: newest first — developer guide, system-rollbacks
    const rows = store.operations
      .list({ under: [name], descending: true })
      .filter((row) => wanted === undefined || row.operation === wanted)
      .filter((row) => input.OperationStatus === undefined || row.status === input.OperationStatus);
    const { rows: shown, next } = page(rows, input, (row) => row.operationId);
    return { ApplicationOperationInfoList: shown.map(operationInfo), ...next };
  },
};
