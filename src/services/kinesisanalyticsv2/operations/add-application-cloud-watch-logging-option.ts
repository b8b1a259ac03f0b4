import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { mayPass, onApplication } from '../access.ts';
import { logStreamArn } from '../configuration.ts';
import type { ControlDeps } from '../deps.ts';
import { loggingOptions } from '../describe.ts';
import { oneLoggingOption } from '../errors.ts';
import { changed, changePart } from '../part-changes.ts';

export const addApplicationCloudWatchLoggingOption: Operation<
  api.AddApplicationCloudWatchLoggingOptionRequest,
  api.AddApplicationCloudWatchLoggingOptionResponse,
  ControlDeps
> = {
  access: onApplication,
  run(input, call, deps) {
    const { scope } = call;
    const store = deps.tables.in(scope);
    // aws: the caller passes the application's role to the service again — service authorization reference
    mayPass(call, store.version(store.application(input.ApplicationName)).configuration.roleArn);
    const result = changePart('AddApplicationCloudWatchLoggingOption', input, scope, deps, (configuration, nextVersionId) => {
      if (configuration.loggingOption) throw oneLoggingOption();
      // aws: the id is `<version that created it>.<n>` — CloudTrail example in the developer guide, recorded answers
      const option = { id: `${nextVersionId}.1`, logStreamArn: logStreamArn(input.CloudWatchLoggingOption.LogStreamARN) };
      return { ...configuration, loggingOption: option };
    });
    return { ...changed(result), CloudWatchLoggingOptionDescriptions: loggingOptions(result.version.configuration) };
  },
};
