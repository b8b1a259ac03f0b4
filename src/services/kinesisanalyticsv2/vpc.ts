import { createHash } from 'node:crypto';
import type * as api from '#api/kinesisanalyticsv2';
import type { Configuration } from './rows.ts';

/**
 * A VPC configuration as it is kept. AWS answers the VPC of the subnets; there are no subnets here to look at, so the id is
 * made from their names: the same subnets are always in the same VPC. Nothing is attached to it (README, By design).
 */
export const vpcOf = (id: string, given: api.VpcConfiguration): NonNullable<Configuration['vpc']> => ({
  id,
  vpcId: `vpc-${createHash('sha256')
    .update([...given.SubnetIds].sort().join('\n'))
    .digest('hex')
    .slice(0, 17)}`,
  subnetIds: [...given.SubnetIds],
  securityGroupIds: [...given.SecurityGroupIds],
});
