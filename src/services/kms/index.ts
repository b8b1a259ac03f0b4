import { model, type Operations } from '#api/kms';
import type { PrincipalIds } from '#auth';
import { type Access, type BoundOperation, bind, type Caller, type Clock, type Ids, type Scope, type Service } from '#core';
import type { Database } from '#storage';
import { withKey } from './address.ts';
import type { KmsDeps } from './deps.ts';
import { operations } from './operations/index.ts';
import { policyInForce } from './policies.ts';
import { openKmsStore } from './store.ts';
import { type KeyUsage, usageOf } from './usage.ts';

export interface KmsOptions {
  readonly database: Database;
  readonly principals: PrincipalIds;
  readonly clock: Clock;
  readonly ids: Ids;
  /** 32 bytes that wrap all key material; kept apart from the database. */
  readonly rootKey: Uint8Array;
  readonly charge?: KeyMeter;
}

/** Who counts requests, as AWS charges for them. */
export type KeyMeter = (scope: Scope) => void;

export interface Kms {
  readonly service: Service;
  /** Every key that takes money for being there. */
  usage(): KeyUsage[];
}

/** AWS Key Management Service: symmetric keys. */
export function openKms({ database, principals, clock, ids, rootKey, charge = () => {} }: KmsOptions): Kms {
  const store = openKmsStore(database);
  const deps: KmsDeps = { store, rootKey, principals, clock, ids };
  const bound = bind<Operations, KmsDeps>(operations, deps);
  const withKeys = (rule: BoundOperation['access']): BoundOperation['access'] => {
    return (input: never, scope: Scope, caller: Caller) => {
      const asked = rule(input, scope, caller);
      if (asked === 'open') return asked;
      const one = (access: Access) => withKey(access, scope, caller, deps);
      return Array.isArray(asked) ? asked.map(one) : one(asked as Access);
    };
  };
  const charged = (run: BoundOperation['run']): BoundOperation['run'] => {
    return (input, call) => {
      charge(call.scope);
      return run(input, call);
    };
  };
  return {
    service: {
      name: 'kms',
      model,
      prefix: 'kms',
      operations: Object.fromEntries(
        Object.entries(bound).map(([name, entry]) => [
          name,
          'unsupported' in entry ? entry : { ...entry, access: withKeys(entry.access), run: charged(entry.run) },
        ]),
      ),
      resourcePolicy: (arn, scope) => policyInForce(arn, scope, deps),
    },
    usage: () => usageOf(store),
  };
}
