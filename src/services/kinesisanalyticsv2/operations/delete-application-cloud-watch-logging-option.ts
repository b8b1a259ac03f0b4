import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { onApplication } from '../access.ts';
import type { ControlDeps } from '../deps.ts';
import { loggingOptions } from '../describe.ts';
import { loggingOptionNotFound } from '../errors.ts';
import { checkCurrent, newVersion } from '../orders.ts';
import { updatable } from './update-application.ts';

export const deleteApplicationCloudWatchLoggingOption: Operation<
  api.DeleteApplicationCloudWatchLoggingOptionRequest,
  api.DeleteApplicationCloudWatchLoggingOptionResponse,
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
      const { loggingOption, ...rest } = version.configuration;
      if (loggingOption?.id !== input.CloudWatchLoggingOptionId) throw loggingOptionNotFound(input.CloudWatchLoggingOptionId);
      updatable(row, version.configuration);
      return newVersion(store, row, rest, 'DeleteApplicationCloudWatchLoggingOption', deps);
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
