import type { ServiceSpecificCredential, ServiceSpecificCredentialMetadata } from '#api/iam';
import { BASE32, type Call, type Ids } from '#core';
import { keyOwner } from './access-keys.ts';
import type { IamDeps } from './deps.ts';
import { noBedrockKeys, noSuchCredential, serviceWithoutCredentials } from './errors.ts';
import type { ServiceCredentialRow, UserRow } from './store.ts';

/** — recorded, test_service_specific_credential_lifecycle. Bedrock's API keys have another form, which is not built. */
const SERVICES = new Set(['codecommit.amazonaws.com', 'cassandra.amazonaws.com']);

export function checkService(name: string): void {
  if (name === 'bedrock.amazonaws.com') throw noBedrockKeys();
  if (!SERVICES.has(name)) throw serviceWithoutCredentials(name);
}

/** `ACCA…` — the example of the model, ServiceSpecificCredentialId; as long as other unique ids */
export const newCredentialId = (ids: Ids): string => `ACCA${ids.text(17, BASE32)}`;

/** 44 characters of base64. — the example of the model, ServicePassword */
export const newServicePassword = (ids: Ids): string => Buffer.from(ids.bytes(32)).toString('base64');

/** `alice-at-111111111111` — recorded; of a second one of a service `alice+1-at-…` — CodeCommit user guide, "Git credentials" */
export function serviceUserName(user: UserRow, service: string, account: string): string {
  const taken = new Set(ofService(user, service).map((row) => row.serviceUserName));
  const names = Array.from({ length: taken.size + 1 }, (_, i) => `${user.name}${i === 0 ? '' : `+${i}`}-at-${account}`);
  return names.find((name) => !taken.has(name)) ?? '';
}

export const ofService = (user: UserRow, service: string): ServiceCredentialRow[] =>
  (user.serviceCredentials ?? []).filter((row) => row.service === service);

export const metadataOf = (user: UserRow, row: ServiceCredentialRow): ServiceSpecificCredentialMetadata => ({
  UserName: user.name,
  Status: row.status,
  ServiceUserName: row.serviceUserName,
  CreateDate: new Date(row.createdAt),
  ServiceSpecificCredentialId: row.id,
  ServiceName: row.service,
});

/** With its password, which is shown when it is made and never again. */
export const credentialOf = (user: UserRow, row: ServiceCredentialRow): ServiceSpecificCredential => ({
  ...metadataOf(user, row),
  ServicePassword: row.password,
});

/** Makes one credential of a user what `how` says, or takes it away; answers the user and what it is now. */
export function changeCredential<Row extends ServiceCredentialRow | undefined>(
  input: { readonly UserName?: string | undefined; readonly ServiceSpecificCredentialId: string },
  call: Call,
  deps: IamDeps,
  how: (row: ServiceCredentialRow) => Row,
): { readonly user: UserRow; readonly row: Row } {
  const user = keyOwner(input, call, deps);
  const before = user.serviceCredentials?.find((row) => row.id === input.ServiceSpecificCredentialId);
  if (!before) throw noSuchCredential(input.ServiceSpecificCredentialId);
  const row = how(before);
  const rows = (user.serviceCredentials ?? []).flatMap((other) => (other.id !== before.id ? [other] : row ? [row] : []));
  deps.store.in(call.scope).users.put({ ...user, serviceCredentials: rows });
  return { user, row };
}
