export { newAuthority, newSigningPair } from './certificates-on-demand.ts';
export { createGateway, LIMITS } from './gateway.ts';
export { getJson, postTo } from './outgoing.ts';
export type {
  CallerPolicies,
  Credential,
  CredentialProblem,
  Credentials,
  Gateway,
  GatewayOptions,
  Invoke,
  InvokeAs,
  KeyPair,
  Limits,
  Policies,
  RequestRecord,
  Route,
  RouteAnswer,
  RouteRequest,
  Signer,
} from './ports.ts';
