import type { Credentials, Policies } from '#gateway';
import type { Identities } from '#services/iam';
import type { Sts } from '#services/sts';

/** The gateway's `Credentials` and `Policies`: long-term keys are IAM's, temporary ones are STS's. */
export function gatewayIdentity(identities: Identities, sts: Sts): { credentials: Credentials; policies: Policies } {
  return {
    credentials: {
      find: (accessKeyId, sessionToken) =>
        accessKeyId.startsWith('ASIA')
          ? sts.findCredential(accessKeyId, sessionToken)
          : identities.findAccessKey(accessKeyId, sessionToken),
    },
    policies: { of: (caller) => identities.policiesOf(caller) },
  };
}
