import type { Operations } from '#api/sts';
import { type OperationTable, unsupported } from '#core';
import type { StsDeps } from '../deps.ts';
import { assumeRole } from './assume-role.ts';
import { assumeRoleWithWebIdentity } from './assume-role-with-web-identity.ts';
import { decodeAuthorizationMessage } from './decode-authorization-message.ts';
import { getAccessKeyInfo } from './get-access-key-info.ts';
import { getCallerIdentity } from './get-caller-identity.ts';
import { getFederationToken } from './get-federation-token.ts';
import { getSessionToken } from './get-session-token.ts';

const FEDERATION = unsupported('SAML and delegated tokens are not built. Use AssumeRole or AssumeRoleWithWebIdentity.');
const ORGANIZATIONS = unsupported('There are no organizations: an account stands alone.');

/** Every operation of STS. */
export const operations = {
  AssumeRole: assumeRole,
  AssumeRoleWithSAML: FEDERATION,
  AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity,
  AssumeRoot: ORGANIZATIONS,
  DecodeAuthorizationMessage: decodeAuthorizationMessage,
  GetAccessKeyInfo: getAccessKeyInfo,
  GetCallerIdentity: getCallerIdentity,
  GetDelegatedAccessToken: FEDERATION,
  GetFederationToken: getFederationToken,
  GetSessionToken: getSessionToken,
  GetWebIdentityToken: FEDERATION,
} satisfies OperationTable<Operations, StsDeps>;
