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

type Document = { Statement?: Statement | Statement[] };
interface Statement {
  Principal?: { AWS?: string | string[] } | string;
}

const ENTITY = /^(user|role)\/(?:.*\/)?([^/]+)$/;

function idOf(store: IamStore, partition: string, arn: string): string | undefined | 'no entity' {
  const parsed = parseArn(arn);
  const [, kind, name = ''] = ENTITY.exec(parsed?.resource ?? '') ?? [];
  if (parsed?.service !== 'iam' || (kind !== 'user' && kind !== 'role')) return 'no entity';
  const rows = store.in(parsed);
  const row = kind === 'user' ? rows.users.get(name) : rows.roles.get(name);
  return row && iamArn({ partition, account: parsed.account }, kind, row) === arn ? row.id : undefined;
}

function principalsOf(document: Document): string[] {
  return [document.Statement ?? []].flat().flatMap(({ Principal: principal }) => {
    return typeof principal === 'object' ? [principal.AWS ?? []].flat() : [];
  });
}

/** What the ARNs of a new trust policy mean. Refuses those that mean nobody. */
export function pinsOf(document: string, { partition }: Pick<Scope, 'partition'>, store: IamStore): Pins {
  const pins: Record<string, string> = {};
  for (const arn of principalsOf(JSON.parse(document) as Document)) {
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
  if (gone.length === 0) return trust;
  const ids = new Map(gone);
  const document = JSON.parse(trust) as Document;
  for (const statement of [document.Statement ?? []].flat()) {
    const { Principal: principal } = statement;
    if (typeof principal !== 'object' || principal.AWS === undefined) continue;
    const shown = [principal.AWS].flat().map((arn) => ids.get(arn) ?? arn);
    const [only] = shown;
    principal.AWS = shown.length === 1 && only !== undefined ? only : shown;
  }
  return JSON.stringify(document);
}
