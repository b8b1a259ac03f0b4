import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { onApplication } from '../access.ts';
import type { ControlDeps } from '../deps.ts';
import { vpcConfigurationNotFound } from '../errors.ts';
import { checkCurrent, newVersion } from '../orders.ts';
import { updatable } from './update-application.ts';

export const deleteApplicationVpcConfiguration: Operation<
  api.DeleteApplicationVpcConfigurationRequest,
  api.DeleteApplicationVpcConfigurationResponse,
  ControlDeps
> = {
  access: onApplication,
  run(input, { scope }, deps) {
    const name = input.ApplicationName;
    const store = deps.tables.in(scope);
    const result = store.transaction(() => {
      const row = store.application(name);
      const version = store.version(row);
      checkCurrent(version, input);
      const { vpc, ...rest } = version.configuration;
      if (vpc?.id !== input.VpcConfigurationId) throw vpcConfigurationNotFound(input.VpcConfigurationId);
      updatable(row, version.configuration);
      return newVersion(store, row, rest, 'DeleteApplicationVpcConfiguration', deps);
    });
    deps.wake({ scope, name });
    return {
      ApplicationARN: result.row.arn,
      ApplicationVersionId: result.row.versionId,
      OperationId: result.operation.operationId,
    };
  },
};
