import { onSecret, secretOf } from '../address.ts';
import type { SecretsOperation } from '../deps.ts';
import { detailsOf } from '../details.ts';
import { versionsToStages } from '../stages.ts';

export const describeSecret: SecretsOperation<'DescribeSecret'> = {
  access: onSecret,
  run: ({ SecretId }, { scope }, deps) => {
    const secret = secretOf(SecretId, scope, deps);
    return { ...detailsOf(secret), VersionIdsToStages: versionsToStages(secret.row) };
  },
};
