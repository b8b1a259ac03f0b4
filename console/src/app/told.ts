/** Something of the account has changed. Kinds are the first words of query keys. */
export interface Change {
  readonly kind: string;
  readonly name?: string;
}

/** What one server-sent event tells; undefined for heartbeats, and for what the server says of itself. */
export function told(event: string): Change | 'expired' | undefined {
  const word = /^event: ?(.*)$/m.exec(event)?.[1];
  if (word !== undefined) return word === 'expired' ? word : undefined;
  const data = /^data: ?(.*)$/m.exec(event)?.[1];
  return data === undefined ? undefined : (JSON.parse(data) as Change);
}

/** Where keys of queries of a kind have the name of what they are about; a query of another one is not asked again. */
const NAMED_AT: Readonly<Record<string, number>> = { application: 2, snapshot: 1, operation: 1, start: 1 };

const IDENTITIES: ReadonlySet<string> = new Set(['user', 'group', 'role', 'policy']);

/** Whether a query shows what has changed: lists always do. */
export function shows(key: readonly unknown[], { kind, name }: Change): boolean {
  // whoever may see identities change may have other rights now
  if (key[0] === 'rights') return IDENTITIES.has(kind);
  if (key[0] !== kind) return false;
  const of = key[NAMED_AT[kind] ?? Number.POSITIVE_INFINITY];
  return of === undefined || !name || of === name;
}
