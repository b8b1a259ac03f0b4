import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { onApplication } from '../access.ts';
import type { ControlDeps } from '../deps.ts';
import { vpcConfigurationNotFound } from '../errors.ts';
import { changed, changePart } from '../part-changes.ts';

export const deleteApplicationVpcConfiguration: Operation<
  api.DeleteApplicationVpcConfigurationRequest,
  api.DeleteApplicationVpcConfigurationResponse,
  ControlDeps
> = {
  access: onApplication,
  run(input, { scope }, deps) {
    const result = changePart('DeleteApplicationVpcConfiguration', input, scope, deps, ({ vpc, ...rest }) => {
      if (vpc?.id !== input.VpcConfigurationId) throw vpcConfigurationNotFound(input.VpcConfigurationId);
      return rest;
    });
    return changed(result);
  },
};
