import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { onApplication } from '../access.ts';
import { flinkOnly } from '../configuration.ts';
import type { ControlDeps } from '../deps.ts';
import { cannotStart, noCode } from '../errors.ts';
import { begun, ordered } from '../orders.ts';
import { runConfiguration } from '../restore.ts';

export const startApplication: Operation<api.StartApplicationRequest, api.StartApplicationResponse, ControlDeps> = {
  access: onApplication,
  run(input, { scope }, deps) {
    const store = deps.tables.in(scope);
    const name = input.ApplicationName;
    const operation = store.transaction(() => {
      const row = store.application(name);
      if (row.status !== 'READY' && row.status !== 'ROLLED_BACK') throw cannotStart(row.status);
      const { configuration } = store.version(row);
      const { code } = configuration;
      if (!code?.s3 && !code?.inline) throw noCode(name);
      flinkOnly(input.RunConfiguration ?? {}, 'SqlRunConfigurations');
      const run = runConfiguration(input.RunConfiguration, name, configuration, store);
      const operation = begun('StartApplication', deps);
      store.putOperation(name, operation);
      const order = { kind: 'start', operationId: operation.operationId, wasRunning: false } as const;
      store.putApplication({ ...ordered(row, 'STARTING', order), run });
      return operation;
    });
    deps.wake({ scope, name });
    return { OperationId: operation.operationId };
  },
};
