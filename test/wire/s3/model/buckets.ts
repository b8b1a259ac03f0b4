// A bucket as it should be, in memory and by the plainest code there is: what the walk compares every answer with.
// Nothing of Millrace is used here, so that it cannot be wrong in the same way.

export interface Version {
  /** `null` where it was written without versioning. */
  readonly id: string;
  readonly marker: boolean;
  readonly body: Buffer;
  /** Without quotes; empty for a delete marker. */
  readonly etag: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly type: string;
  tags: readonly { readonly Key: string; readonly Value: string }[];
  /** Of an object that was uploaded in parts. */
  readonly parts?: readonly { readonly number: number; readonly size: number }[];
  /** Milliseconds; as it was told the first time. */
  modified?: number;
}

export interface Upload {
  readonly key: string;
  readonly id: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly type: string;
  readonly parts: Map<number, { readonly body: Buffer; readonly etag: string }>;
  /** Whether its key was written or deleted since it began. */
  disturbed: boolean;
}

export class Bucket {
  readonly name: string;
  versioning: 'Enabled' | 'Suspended' | undefined;
  /** Newest first; no key is without a version. */
  readonly keys = new Map<string, Version[]>();
  uploads: Upload[] = [];
  /** Ids of versions that are gone. */
  readonly gone: string[] = [];

  constructor(name: string) {
    this.name = name;
  }

  current(key: string): Version | undefined {
    const newest = this.keys.get(key)?.[0];
    return newest?.marker ? undefined : newest;
  }

  newest(key: string): Version | undefined {
    return this.keys.get(key)?.[0];
  }

  version(key: string, id: string): Version | undefined {
    return this.keys.get(key)?.find((version) => version.id === id);
  }

  /** `id`: what the answer said, where versions are kept. */
  write(key: string, version: Omit<Version, 'id' | 'marker'>, id: string | undefined): Version {
    this.disturb(key);
    return this.#add(key, { ...version, marker: false, id: id ?? 'null' });
  }

  /** Deletes without naming a version; the marker, if there is one. */
  remove(key: string, id: string | undefined): Version | undefined {
    if (this.current(key)) this.disturb(key);
    if (this.versioning === undefined) {
      this.keys.delete(key);
      return undefined;
    }
    const marker = { marker: true, body: Buffer.alloc(0), etag: '', metadata: {}, type: '', tags: [] };
    return this.#add(key, { ...marker, id: id ?? 'null' });
  }

  removeVersion(key: string, id: string): Version | undefined {
    const gone = this.version(key, id);
    if (!gone) return undefined;
    if (this.current(key) === gone) this.disturb(key);
    const rest = (this.keys.get(key) ?? []).filter((version) => version !== gone);
    if (rest.length > 0) this.keys.set(key, rest);
    else this.keys.delete(key);
    if (id !== 'null') this.gone.push(id);
    return gone;
  }

  disturb(key: string): void {
    for (const upload of this.uploads) if (upload.key === key) upload.disturbed = true;
  }

  /** A version without an id of its own takes the place of the one before. */
  #add(key: string, version: Version): Version {
    const others = (this.keys.get(key) ?? []).filter(({ id }) => id !== 'null' || version.id !== 'null');
    this.keys.set(key, [version, ...others]);
    return version;
  }
}

/** In the order of UTF-8. */
export const inBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

export interface Query {
  readonly prefix: string;
  readonly delimiter: string;
  /** Only what comes behind it. */
  readonly after: string;
  /** Behind this version or upload of the key `after`. */
  readonly afterId: string;
  readonly limit: number;
}

export type Entry<T> = { readonly folder: string } | { readonly key: string; readonly item: T };

export interface Page<T> {
  readonly entries: readonly Entry<T>[];
  readonly truncated: boolean;
}

const nameOf = <T>(entry: Entry<T>): string => ('folder' in entry ? entry.folder : entry.key);

/** One page of what is listed by key: `items` in order of their keys. */
export function pageOf<T extends { readonly id: string }>(
  items: readonly { readonly key: string; readonly item: T }[],
  { prefix, delimiter, after, afterId, limit }: Query,
): Page<T> {
  const entries: Entry<T>[] = [];
  let behind = false;
  for (const { key, item } of items) {
    if (!key.startsWith(prefix)) continue;
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const entry = end < 0 ? { key, item } : { folder: key.slice(0, end + delimiter.length) };
    const past = inBytes(nameOf(entry), after) > 0 || (behind && key === after && !('folder' in entry));
    if (key === after && afterId !== '' && item.id === afterId) behind = true;
    if (!past) continue;
    if ('folder' in entry && entries.some((before) => 'folder' in before && before.folder === entry.folder)) continue;
    entries.push(entry);
  }
  return { entries: entries.slice(0, limit), truncated: limit > 0 && entries.length > limit };
}

const sorted = <T>(map: ReadonlyMap<string, T>): [string, T][] => [...map].sort(([a], [b]) => inBytes(a, b));

export const objectsOf = (bucket: Bucket): { key: string; item: Version }[] =>
  sorted(bucket.keys).flatMap(([key, [newest]]) => (newest && !newest.marker ? [{ key, item: newest }] : []));

export const versionsOf = (bucket: Bucket): { key: string; item: Version }[] =>
  sorted(bucket.keys).flatMap(([key, versions]) => versions.map((item) => ({ key, item })));

/** By key, and as their ids sort, which is by time. */
export const uploadsOf = (bucket: Bucket): { key: string; item: Upload }[] =>
  bucket.uploads
    .map((item) => ({ key: item.key, item }))
    .sort((a, b) => inBytes(a.key, b.key) || (a.item.id < b.item.id ? -1 : 1));
