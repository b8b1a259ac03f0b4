import { model, type Operations } from '#api/secretsmanager';
import type { PrincipalIds } from '#auth';
import {
  type Access,
  type BoundOperation,
  bind,
  type Caller,
  type Clock,
  type DataKeys,
  type Ids,
  type Logger,
  messageOf,
  type Scope,
  type Service,
} from '#core';
import type { Database } from '#storage';
import { withSecret } from './address.ts';
import type { SecretsDeps } from './deps.ts';
import { operations } from './operations/index.ts';
import { policyInForce } from './policies.ts';
import { erase } from './secret.ts';
import { openSecretsStore } from './store.ts';
import { type SecretUsage, usageOf } from './usage.ts';

export interface SecretsOptions {
  readonly database: Database;
  /** KMS, asked in the name of who calls: his permissions decide. */
  readonly keys: Pick<DataKeys, 'generate' | 'open' | 'wrap'>;
  /** Whom policies name. */
  readonly principals: PrincipalIds;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly charge?: SecretMeter;
}

/** Who counts requests, as AWS charges for them. */
export type SecretMeter = (scope: Scope) => void;

export interface SecretsManager {
  readonly service: Service;
  /** Every secret that takes money for being there. */
  usage(): SecretUsage[];
  close(): Promise<void>;
}

/** Secrets whose recovery window is over are looked for this often; whoever asks for one before finds none either. */
const SWEEP_MS = 3_600_000;

/** AWS Secrets Manager: secrets with versions, encrypted by data keys of KMS. */
export function openSecretsManager(options: SecretsOptions): SecretsManager {
  const { database, keys, principals, clock, ids, logger, charge = () => {} } = options;
  const store = openSecretsStore(database);
  const deps: SecretsDeps = { store, keys, principals, clock, ids };
  const bound = bind<Operations, SecretsDeps>(operations, deps);
  const withSecrets = (rule: BoundOperation['access']): BoundOperation['access'] => {
    return (input: never, scope: Scope, caller: Caller) => {
      const asked = rule(input, scope, caller);
      if (asked === 'open') return asked;
      return Array.isArray(asked) ? asked.map((each) => withSecret(each, scope, deps)) : withSecret(asked as Access, scope, deps);
    };
  };
  const charged = (run: BoundOperation['run']): BoundOperation['run'] => {
    return (input, call) => {
      charge(call.scope);
      return run(input, call);
    };
  };
  const closing = new AbortController();
  const sweeping = sweep(deps, logger, closing.signal);
  return {
    service: {
      name: 'secretsmanager',
      model,
      prefix: 'secretsmanager',
      operations: Object.fromEntries(
        Object.entries(bound).map(([name, entry]) => [
          name,
          'unsupported' in entry ? entry : { ...entry, access: withSecrets(entry.access), run: charged(entry.run) },
        ]),
      ),
      resourcePolicy: (arn, scope) => policyInForce(arn, scope, deps),
    },
    usage: () => usageOf(store),
    async close() {
      closing.abort();
      await sweeping;
    },
  };
}

/** Deletes what nobody asks for any more. */
async function sweep({ store, clock }: SecretsDeps, logger: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const now = clock.millis();
      for (const { place, row } of store.everywhere())
        if ((row.deletionAt ?? Number.POSITIVE_INFINITY) <= now) erase(place, row, { store });
    } catch (thrown) {
      logger.error({ reason: messageOf(thrown) }, 'secrets whose recovery window is over could not be deleted');
    }
    await clock.sleep(SWEEP_MS, signal).catch(() => {});
  }
}
