import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { onApplication } from '../access.ts';
import type { ControlDeps } from '../deps.ts';
import { vpcDescription } from '../describe.ts';
import { oneVpcConfiguration } from '../errors.ts';
import { changed, changePart } from '../part-changes.ts';
import { vpcOf } from '../vpc.ts';

export const addApplicationVpcConfiguration: Operation<
  api.AddApplicationVpcConfigurationRequest,
  api.AddApplicationVpcConfigurationResponse,
  ControlDeps
> = {
  access: onApplication,
  run(input, { scope }, deps) {
    const result = changePart('AddApplicationVpcConfiguration', input, scope, deps, (configuration, nextVersionId) => {
      if (configuration.vpc) throw oneVpcConfiguration();
      // aws: the id is `<version that created it>.<n>` — recorded answers
      return { ...configuration, vpc: vpcOf(`${nextVersionId}.1`, input.VpcConfiguration) };
    });
    const { vpc } = result.version.configuration;
    return { ...changed(result), ...(vpc && { VpcConfigurationDescription: vpcDescription(vpc) }) };
  },
};
