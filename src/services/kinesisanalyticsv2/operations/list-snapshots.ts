import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import type { ControlDeps } from '../deps.ts';
import { enhancedInfo } from '../describe-enhanced.ts';
import { oneFilter } from '../enhanced-errors.ts';
import { page } from '../paging.ts';

export const listSnapshots: Operation<api.ListSnapshotsRequest, api.ListSnapshotsResponse, ControlDeps> = {
  // aws: like other lists it has no resource level — by analogy with ListApplications
  access: () => ({ resource: '*' }),
  run(input, { scope }, deps) {
    const { SourceApplicationName: source, SnapshotInitiator: initiator, SnapshotInitiatorOperation: operation } = input;
    const { SnapshotStatus: status } = input;
    if ([source, initiator, operation, status].filter((filter) => filter !== undefined).length > 1) throw oneFilter();
    // aws: newest first — developer guide, ListSnapshots
    const wanted = deps.tables
      .in(scope)
      .enhanced.list()
      .sort((a, b) => b.createdAt - a.createdAt || (a.name < b.name ? -1 : 1))
      .filter((row) => source === undefined || row.source?.application === source)
      .filter((row) => initiator === undefined || row.initiator === initiator)
      .filter((row) => operation === undefined || row.initiatorOperation === operation)
      .filter((row) => status === undefined || row.status === status);
    const { rows, next } = page(wanted, input, (row) => row.name);
    return { SnapshotInfoList: rows.map(enhancedInfo), ...next };
  },
};
