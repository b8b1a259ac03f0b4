import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { onApplication } from '../access.ts';
import type { ControlDeps } from '../deps.ts';
import { loggingOptions } from '../describe.ts';
import { loggingOptionNotFound } from '../errors.ts';
import { changed, changePart } from '../part-changes.ts';

export const deleteApplicationCloudWatchLoggingOption: Operation<
  api.DeleteApplicationCloudWatchLoggingOptionRequest,
  api.DeleteApplicationCloudWatchLoggingOptionResponse,
  ControlDeps
> = {
  access: onApplication,
  run(input, { scope }, deps) {
    const result = changePart('DeleteApplicationCloudWatchLoggingOption', input, scope, deps, ({ loggingOption, ...rest }) => {
      if (loggingOption?.id !== input.CloudWatchLoggingOptionId) throw loggingOptionNotFound(input.CloudWatchLoggingOptionId);
      return rest;
    });
    return { ...changed(result), CloudWatchLoggingOptionDescriptions: loggingOptions(result.version.configuration) };
  },
};
