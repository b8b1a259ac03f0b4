import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { onApplication } from '../access.ts';
import type { ControlDeps } from '../deps.ts';
import { snapshotDetails } from '../describe.ts';
import { snapshotNotFound } from '../errors.ts';

export const describeApplicationSnapshot: Operation<
  api.DescribeApplicationSnapshotRequest,
  api.DescribeApplicationSnapshotResponse,
  ControlDeps
> = {
  access: onApplication,
  run(input, { scope }, deps) {
    const store = deps.tables.in(scope);
    const { name } = store.application(input.ApplicationName);
    const row = store.snapshots.get(name, input.SnapshotName);
    if (!row) throw snapshotNotFound(input.SnapshotName);
    return { SnapshotDetails: snapshotDetails(row) };
  },
};
