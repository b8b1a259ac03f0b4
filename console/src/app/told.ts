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
