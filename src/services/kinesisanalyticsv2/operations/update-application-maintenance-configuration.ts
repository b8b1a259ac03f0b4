import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { onApplication } from '../access.ts';
import type { ControlDeps } from '../deps.ts';
import { maintenance } from '../describe.ts';
import { cannotUpdate } from '../errors.ts';

export const updateApplicationMaintenanceConfiguration: Operation<
  api.UpdateApplicationMaintenanceConfigurationRequest,
  api.UpdateApplicationMaintenanceConfigurationResponse,
  ControlDeps
> = {
  access: onApplication,
  run(input, { scope }, deps) {
    const store = deps.tables.in(scope);
    return store.transaction(() => {
      const row = store.application(input.ApplicationName);
      // aws: READY and RUNNING only, and no new version — model; developer guide, maintenance
      if (row.status !== 'READY' && row.status !== 'RUNNING') throw cannotUpdate(row.status);
      const { ApplicationMaintenanceWindowStartTimeUpdate: start } = input.ApplicationMaintenanceConfigurationUpdate;
      const next = { ...row, maintenanceStart: start };
      store.putApplication(next);
      return { ApplicationARN: row.arn, ApplicationMaintenanceConfigurationDescription: maintenance(next) };
    });
  },
};
