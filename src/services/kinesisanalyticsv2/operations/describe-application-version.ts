import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { onApplication } from '../access.ts';
import type { ControlDeps } from '../deps.ts';
import { versionDetail } from '../describe.ts';
import { versionNotFound } from '../errors.ts';
import { findVersion } from '../store.ts';
import { versionStatus } from './list-application-versions.ts';

export const describeApplicationVersion: Operation<
  api.DescribeApplicationVersionRequest,
  api.DescribeApplicationVersionResponse,
  ControlDeps
> = {
  access: onApplication,
  run(input, { scope }, deps) {
    const store = deps.tables.in(scope);
    const row = store.application(input.ApplicationName);
    const version = findVersion(store, row.name, input.ApplicationVersionId);
    if (!version) throw versionNotFound(row.name, input.ApplicationVersionId);
    return { ApplicationVersionDetail: versionDetail(row, version, versionStatus(row, version)) };
  },
};
