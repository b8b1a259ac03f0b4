import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { onApplication } from '../access.ts';
import type { ControlDeps } from '../deps.ts';
import { operationDetails } from '../describe.ts';
import { operationNotFound } from '../errors.ts';

export const describeApplicationOperation: Operation<
  api.DescribeApplicationOperationRequest,
  api.DescribeApplicationOperationResponse,
  ControlDeps
> = {
  access: onApplication,
  run(input, { scope }, deps) {
    const store = deps.tables.in(scope);
    const { name } = store.application(input.ApplicationName);
    const row = store.findOperation(name, input.OperationId);
    if (!row) throw operationNotFound(input.OperationId);
    return { ApplicationOperationInfoDetails: operationDetails(row) };
  },
};
