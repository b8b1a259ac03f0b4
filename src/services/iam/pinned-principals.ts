import { awsPrincipalsOf, renamedPrincipals } from '#auth';
import { parseArn, type Scope } from '#core';
import { invalidPrincipal } from './errors.ts';
import { type IamStore, iamArn, type RoleRow } from './store.ts';

/*
 * aws: a trust policy means the user or role that was there when it was written: IAM keeps the unique id, shows the ARN while that
 * id exists, and the id afterwards. Who comes later under the same name is not trusted.
 * — IAM user guide, "AWS JSON policy elements: Principal"
 */

/** By ARN: the unique id that it meant. */
export type Pins = Readonly<Record<string, string>>;

const ENTITY = /^(user|role)\/(?:.*\/)?([^/]+)$/;

/** The unique id of a user or role; undefined where there is none of the ARN. */
export function idOf(store: IamStore, partition: string, arn: string): string | undefined | 'no entity' {
  const parsed = parseArn(arn);
  const [, kind, name = ''] = ENTITY.exec(parsed?.resource ?? '') ?? [];
  if (parsed?.service !== 'iam' || (kind !== 'user' && kind !== 'role')) return 'no entity';
  const rows = store.in(parsed);
  const row = kind === 'user' ? rows.users.get(name) : rows.roles.get(name);
  return row && iamArn({ partition, account: parsed.account }, kind, row) === arn ? row.id : undefined;
}

/** What the ARNs of a new trust policy mean. Refuses those that mean nobody. */
export function pinsOf(document: string, { partition }: Pick<Scope, 'partition'>, store: IamStore): Pins {
  const pins: Record<string, string> = {};
  for (const arn of awsPrincipalsOf(document)) {
    const id = idOf(store, partition, arn);
    if (id === 'no entity') continue;
    if (id === undefined) throw invalidPrincipal(arn);
    pins[arn] = id;
  }
  return pins;
}

/** A role's trust policy as it is: with the ids of those who are gone. */
export function trustOf(
  { trust, pins }: Pick<RoleRow, 'trust' | 'pins'>,
  { partition }: Pick<Scope, 'partition'>,
  store: IamStore,
): string {
  const gone = Object.entries(pins ?? {}).filter(([arn, id]) => idOf(store, partition, arn) !== id);
  return renamedPrincipals(trust, new Map(gone));
}
