/** One leaf of a document, by its path. */
export interface Difference {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Every leaf of a document with its path, in words people know from the API: `FlinkApplicationConfiguration › Parallelism`. */
export function leaves(document: unknown, path: readonly string[] = []): ReadonlyMap<string, string> {
  if (document instanceof Date) return new Map([[path.join(' › '), document.toISOString()]]);
  if (Array.isArray(document)) return new Map(document.flatMap((each, i) => [...leaves(each, [...path, nameOf(each, i)])]));
  if (typeof document === 'object' && document !== null)
    return new Map(
      Object.entries(document).flatMap(([key, value]) => [...leaves(value, [...path, key.replace(/Descriptions?$/, '')])]),
    );
  return document === undefined ? new Map() : new Map([[path.join(' › '), String(document)]]);
}

/** Groups of properties are known by their ids, not by where they stand. */
const nameOf = (each: unknown, i: number): string =>
  typeof each === 'object' && each !== null && 'PropertyGroupId' in each ? String(each.PropertyGroupId) : String(i + 1);

/** What differs between two documents. */
export function differences(before: unknown, after: unknown): readonly Difference[] {
  const [old, now] = [leaves(before), leaves(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((path) => old.get(path) !== now.get(path))
    .map((path) => ({ path, before: old.get(path), after: now.get(path) }));
}
