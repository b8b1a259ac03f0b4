import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { onApplication } from '../access.ts';
import type { ControlDeps } from '../deps.ts';
import { vpcDescription } from '../describe.ts';
import { oneVpcConfiguration } from '../errors.ts';
import { checkCurrent, newVersion } from '../orders.ts';
import { vpcOf } from '../vpc.ts';
import { updatable } from './update-application.ts';

export const addApplicationVpcConfiguration: Operation<
  api.AddApplicationVpcConfigurationRequest,
  api.AddApplicationVpcConfigurationResponse,
  ControlDeps
> = {
  access: onApplication,
  run(input, { scope }, deps) {
    const name = input.ApplicationName;
    const store = deps.tables.in(scope);
    const { result, vpc } = store.transaction(() => {
      const row = store.application(name);
      const version = store.version(row);
      checkCurrent(version, input);
      if (version.configuration.vpc) throw oneVpcConfiguration();
      updatable(row, version.configuration);
      // aws: the id is `<version that created it>.<n>` — recorded answers
      const vpc = vpcOf(`${row.versionId + 1}.1`, input.VpcConfiguration);
      const configuration = { ...version.configuration, vpc };
      return { result: newVersion(store, row, configuration, 'AddApplicationVpcConfiguration', deps), vpc };
    });
    deps.wake({ scope, name });
    return {
      ApplicationARN: result.row.arn,
      ApplicationVersionId: result.row.versionId,
      VpcConfigurationDescription: vpcDescription(vpc),
      OperationId: result.operation.operationId,
    };
  },
};
