import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { mayPass, onApplication } from '../access.ts';
import { logStreamArn } from '../configuration.ts';
import type { ControlDeps } from '../deps.ts';
import { loggingOptions } from '../describe.ts';
import { oneLoggingOption } from '../errors.ts';
import { checkCurrent, newVersion } from '../orders.ts';
import { updatable } from './update-application.ts';

export const addApplicationCloudWatchLoggingOption: Operation<
  api.AddApplicationCloudWatchLoggingOptionRequest,
  api.AddApplicationCloudWatchLoggingOptionResponse,
  ControlDeps
> = {
  access: onApplication,
  run(input, call, deps) {
    const { scope } = call;
    const name = input.ApplicationName;
    const store = deps.tables.in(scope);
    // aws: the caller passes the application's role to the service again — service authorization reference
    mayPass(call, store.version(store.application(name)).configuration.roleArn);
    const result = store.transaction(() => {
      const row = store.application(name);
      const version = store.version(row);
      checkCurrent(version, input);
      if (version.configuration.loggingOption) throw oneLoggingOption();
      updatable(row, version.configuration);
      // aws: the id is `<version that created it>.<n>` — CloudTrail example in the developer guide, recorded answers
      const option = { id: `${row.versionId + 1}.1`, logStreamArn: logStreamArn(input.CloudWatchLoggingOption.LogStreamARN) };
      const configuration = { ...version.configuration, loggingOption: option };
      return newVersion(store, row, configuration, 'AddApplicationCloudWatchLoggingOption', deps);
    });
    deps.wake({ scope, name });
    return {
      ApplicationARN: result.row.arn,
      ApplicationVersionId: result.row.versionId,
      CloudWatchLoggingOptionDescriptions: loggingOptions(result.version.configuration),
      OperationId: result.operation.operationId,
    };
  },
};
