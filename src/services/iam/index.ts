import { model, type Operations } from '#api/iam';
import { type Access, type BoundOperation, bind, type Caller, type Clock, type Ids, type Scope, type Service } from '#core';
import type { Database } from '#storage';
import { type Accounts, accountsOf } from './accounts.ts';
import { awsPolicyRows } from './aws-policies.ts';
import type { IamDeps } from './deps.ts';
import { sessionWithoutMfa } from './errors.ts';
import { type Identities, identitiesOf, type RootIdentity } from './identities.ts';
import { type LastUse, lastUseOf } from './last-use.ts';
import { mfaCodes } from './mfa-codes.ts';
import { operations } from './operations/index.ts';
import { ownPasswordPolicy } from './own-password.ts';
import type { AwsPolicies } from './ports.ts';
import { withRow } from './row-context.ts';
import { openIamStore } from './store.ts';

export type { AccountFacts, Accounts, RootKeyFacts } from './accounts.ts';
export type { CallerPolicies, Identities, KeyHolder, RoleFacts, RootIdentity } from './identities.ts';
export { FLUSH_MS, type LastUse } from './last-use.ts';
export type { AwsPolicies, AwsPolicy } from './ports.ts';

export interface IamOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly awsPolicies: AwsPolicies;
  /** The root user of the data directory and its access key. */
  readonly root: RootIdentity;
}

export interface Iam {
  readonly service: Service;
  /** IAM's rows as the gateway and STS need them. */
  readonly identities: Identities;
  readonly accounts: Accounts;
  /** Told of every request that was answered; asked when a key or role was used last. */
  readonly lastUse: LastUse;
}

/** AWS Identity and Access Management. */
export function openIam({ database, clock, ids, awsPolicies, root }: IamOptions): Iam {
  const store = openIamStore(database, awsPolicyRows(awsPolicies));
  const identities = { ...identitiesOf(store, root), takeMfaCode: mfaCodes(store, clock) };
  const lastUse = lastUseOf(database, clock);
  const deps: IamDeps = { store, identities, lastUse, clock, ids };
  const bound = bind<Operations, IamDeps>(operations, deps);
  const withRows = (rule: BoundOperation['access']): BoundOperation['access'] => {
    return (input: never, scope: Scope, caller: Caller) => {
      // aws: credentials of GetSessionToken cannot call IAM without MFA, those of GetFederationToken never — model
      const itself = caller.kind !== 'role';
      if (caller.sessionIssuedAt && itself && !caller.fromConsole && caller.mfaAt === undefined) throw sessionWithoutMfa();
      const asked = rule(input, scope, caller);
      if (asked === 'open') return asked;
      const one = (access: Access) => withRow(access, store, scope);
      return Array.isArray(asked) ? asked.map(one) : one(asked as Access);
    };
  };
  return {
    identities,
    accounts: accountsOf(store, root, clock, ids),
    lastUse,
    service: {
      name: 'iam',
      model,
      prefix: 'iam',
      resourcePolicy: (resource, scope) => ownPasswordPolicy(resource, scope, store),
      operations: Object.fromEntries(
        Object.entries(bound).map(([name, entry]) => [
          name,
          'unsupported' in entry ? entry : { ...entry, access: withRows(entry.access) },
        ]),
      ),
    },
  };
}
