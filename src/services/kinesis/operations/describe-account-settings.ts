import type { DescribeAccountSettingsInput, DescribeAccountSettingsOutput } from '#api/kinesis';
import type { Operation } from '#core';
import { commitmentShape } from '../account-settings.ts';
import type { KinesisDeps } from '../deps.ts';

export const describeAccountSettings: Operation<DescribeAccountSettingsInput, DescribeAccountSettingsOutput, KinesisDeps> = {
  access: () => ({ resource: '*' }),
  run: (_input, { scope }, { settings, clock }) => ({
    MinimumThroughputBillingCommitment: commitmentShape(settings.get(scope), clock.millis()),
  }),
};
