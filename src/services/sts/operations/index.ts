import type { Operations } from '#api/sts';
import { type OperationTable, unsupported } from '#core';
import type { StsDeps } from '../deps.ts';
import { assumeRole } from './assume-role.ts';
import { getAccessKeyInfo } from './get-access-key-info.ts';
import { getCallerIdentity } from './get-caller-identity.ts';
import { getSessionToken } from './get-session-token.ts';

const FEDERATION = unsupported('Identity providers are not kept, so their tokens cannot be exchanged. Use AssumeRole.');
const ORGANIZATIONS = unsupported('There are no organizations: an account stands alone.');

/** Every operation of STS. */
export const operations = {
  AssumeRole: assumeRole,
  AssumeRoleWithSAML: FEDERATION,
  AssumeRoleWithWebIdentity: FEDERATION,
  AssumeRoot: ORGANIZATIONS,
  DecodeAuthorizationMessage: unsupported('Denials are answered in words, not as encoded messages: there is nothing to decode.'),
  GetAccessKeyInfo: getAccessKeyInfo,
  GetCallerIdentity: getCallerIdentity,
  GetDelegatedAccessToken: FEDERATION,
  GetFederationToken: unsupported('Federated users are not built yet. Use AssumeRole with a session policy.'),
  GetSessionToken: getSessionToken,
  GetWebIdentityToken: FEDERATION,
} satisfies OperationTable<Operations, StsDeps>;
