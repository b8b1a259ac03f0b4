import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import type { ControlDeps } from '../deps.ts';
import { enhancedDetails } from '../describe-enhanced.ts';
import { enhancedSnapshot, onSnapshot } from '../enhanced.ts';

export const describeSnapshot: Operation<api.DescribeSnapshotRequest, api.DescribeSnapshotResponse, ControlDeps> = {
  access: onSnapshot,
  run: (input, { scope }, deps) => ({
    SnapshotInfoDetails: enhancedDetails(enhancedSnapshot(deps.tables.in(scope), input.SnapshotName)),
  }),
};
