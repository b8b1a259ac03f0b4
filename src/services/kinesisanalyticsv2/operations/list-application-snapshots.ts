import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { onApplication } from '../access.ts';
import type { ControlDeps } from '../deps.ts';
import { snapshotDetails } from '../describe.ts';
import { page } from '../paging.ts';

export const listApplicationSnapshots: Operation<
  api.ListApplicationSnapshotsRequest,
  api.ListApplicationSnapshotsResponse,
  ControlDeps
> = {
  access: onApplication,
  run(input, { scope }, deps) {
    const store = deps.tables.in(scope);
    // aws: the model does not declare ResourceNotFoundException here, MiniStack answers it all the same: unverified
    const { name } = store.application(input.ApplicationName);
    // aws: oldest first — recorded by MiniStack
    const { rows, next } = page(store.snapshotsOf(name), input, (row) => row.name);
    return { SnapshotSummaries: rows.map(snapshotDetails), ...next };
  },
};
