import type { DescribeAccountSettingsInput, DescribeAccountSettingsOutput } from '#api/kinesis';
import type { Operation } from '#core';
import type { KinesisDeps } from '../deps.ts';

/** The only setting commits to a minimum bill; nobody has, as it cannot be done here. */
export const describeAccountSettings: Operation<DescribeAccountSettingsInput, DescribeAccountSettingsOutput, KinesisDeps> = {
  access: () => ({ resource: '*' }),
  run: () => ({ MinimumThroughputBillingCommitment: { Status: 'DISABLED' } }),
};
