import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { onApplication } from '../access.ts';
import type { ControlDeps } from '../deps.ts';
import { page } from '../paging.ts';
import type { ApplicationRow, VersionRow } from '../rows.ts';

/**
 * aws: a version that was rolled back shows ROLLED_BACK — developer guide, how-running-apps. That an older one shows READY, and the
 * current one the application's status, is unverified.
 */
export const versionStatus = (row: ApplicationRow, version: VersionRow): api.ApplicationStatus => {
  if (version.rolledBack) return 'ROLLED_BACK';
  return version.versionId === row.versionId ? row.status : 'READY';
};

export const listApplicationVersions: Operation<
  api.ListApplicationVersionsRequest,
  api.ListApplicationVersionsResponse,
  ControlDeps
> = {
  access: onApplication,
  run(input, { scope }, deps) {
    const store = deps.tables.in(scope);
    const row = store.application(input.ApplicationName);
    // aws: the order of the list is unverified; newest first, as the operations are
    const rows = store.versions.list({ under: [row.name], descending: true });
    const { rows: shown, next } = page(rows, input, (version) => String(version.versionId));
    return {
      ApplicationVersionSummaries: shown.map((version) => ({
        ApplicationVersionId: version.versionId,
        ApplicationStatus: versionStatus(row, version),
      })),
      ...next,
    };
  },
};
