import type { Database } from '#storage';
import { type ObjectLine, toldIn } from './object-row.ts';

export interface ListingQuery {
  readonly prefix: string;
  readonly delimiter: string;
  /** Only keys (and common prefixes) greater than this. */
  readonly after: string;
  readonly limit: number;
}

export interface Listing<T> {
  /** Keys and common prefixes, in one order. */
  readonly entries: readonly ({ readonly line: T } | { readonly commonPrefix: string })[];
  /** Where the next page starts, if there is one: the last key or common prefix of this page. */
  readonly next: string | undefined;
}

/** Rows with keys in [from, …) under a prefix; `from` itself excluded where `exclusive`. */
type Fetch<T> = (from: string, exclusive: boolean, limit: number) => readonly T[];

/** So many rows are read at once at most, where it is not known how many of them a common prefix stands for. */
const BATCH = 100;

/**
 * One page. Reads the key index from where the page starts, and seeks past a common prefix as soon as it is known,
 * so that the cost is that of the page, whatever lies in the bucket. `folded`: what is fetched has one row for each common prefix.
 */
export function page<T extends { readonly key: string }>(query: ListingQuery, fetch: Fetch<T>, folded = false): Listing<T> {
  const { prefix, delimiter, after, limit } = query;
  const entries: ({ line: T } | { commonPrefix: string })[] = [];
  if (limit <= 0) return { entries, next: undefined };
  let from = compareUtf8(after, prefix) >= 0 ? after : prefix;
  let exclusive = from === after && after !== '';
  const group = (key: string): string | undefined => {
    if (delimiter === '') return undefined;
    const end = key.indexOf(delimiter, prefix.length);
    return end < 0 ? undefined : key.slice(0, end + delimiter.length);
  };
  // aws: a marker within a common prefix leaves all of it behind — recorded AWS answer in localstack tests/aws/services/s3, test_list_objects_marker_common_prefixes
  const last = after === '' || !after.startsWith(prefix) ? undefined : group(after);
  if (last !== undefined) {
    const behind = successor(last);
    if (behind === undefined) return { entries, next: undefined };
    from = behind;
    exclusive = false;
  }
  let final: string | undefined;
  let most = BATCH;
  for (;;) {
    const before = entries.length;
    const batch = delimiter === '' || folded ? limit + 1 - entries.length : Math.min(limit + 1, most);
    const rows = fetch(from, exclusive, batch);
    let seek: string | undefined;
    for (const line of rows) {
      if (seek !== undefined && line.key.startsWith(seek)) continue;
      seek = undefined;
      if (entries.length === limit) return { entries, next: final };
      const commonPrefix = group(line.key);
      if (commonPrefix === undefined) entries.push({ line });
      else {
        entries.push({ commonPrefix });
        seek = commonPrefix;
      }
      final = commonPrefix ?? line.key;
    }
    if (rows.length < batch) return { entries, next: undefined };
    // where one prefix hides many rows, no more are read than it takes to see the next one
    most = Math.min(Math.max((entries.length - before) * 2, 2), BATCH);
    const end = rows.at(-1);
    if (end === undefined) return { entries, next: undefined };
    if (seek === undefined) {
      from = end.key;
      exclusive = true;
      continue;
    }
    const behind = successor(seek);
    if (behind === undefined) return { entries, next: undefined };
    from = behind;
    exclusive = false;
  }
}

/** Compares as UTF-8 bytes would: by code points, not by UTF-16 units. */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    const surrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdfff;
    if (surrogate(x) !== surrogate(y)) return surrogate(x) ? 1 : -1;
    return x - y;
  }
  return a.length - b.length;
}

/** The least string greater than every string that starts with `text`; none if there is no such. */
export function successor(text: string): string | undefined {
  const points = [...text];
  while (points.length > 0) {
    const point = points.pop()?.codePointAt(0) ?? 0;
    if (point === 0x10ffff) continue;
    return points.join('') + String.fromCodePoint(point === 0xd7ff ? 0xe000 : point + 1);
  }
  return undefined;
}

/** What a listing tells of an object. */
export type ListedObject = Pick<ObjectLine, 'key' | 'size' | 'etag' | 'modified' | 'checksum' | 'storageClass'>;

/** The columns of a page, as one text: what SQLite hands over value by value takes six times as long as to read it from JSON. */
const ROWS = 'json_group_array(json_array(key, size, etag, modified, brief)) AS rows';
type Row = readonly [key: string, size: number, etag: string, modified: number, brief: string];

/** Current objects of a bucket. */
export function listObjects(database: Database, bucket: number, query: ListingQuery): Listing<ListedObject> {
  const end = query.prefix === '' ? undefined : successor(query.prefix);
  const range = (exclusive: boolean) =>
    `bucket = ? AND key ${exclusive ? '>' : '>='} ?${end === undefined ? '' : ' AND key < ?'}`;
  const bounds = (from: string) => (end === undefined ? [bucket, from] : [bucket, from, end]);
  const briefs = new Map<string, ReturnType<typeof toldIn>>();
  const told = (brief: string) => {
    let known = briefs.get(brief);
    if (!known) {
      known = toldIn(brief);
      briefs.set(brief, known);
    }
    return known;
  };
  const read = (sql: string, values: readonly (string | number)[]): ListedObject[] => {
    const { rows } = database.statement(sql).get(...values) as { rows: string };
    return (JSON.parse(rows) as Row[]).map(([key, size, etag, modified, brief]) => {
      const { checksum, storageClass } = told(brief);
      return { key, size, etag, modified: new Date(modified), checksum, storageClass };
    });
  };
  const behind = query.delimiter === '' ? undefined : successor(query.delimiter);
  if (behind === undefined) {
    // in the order of the inner statement, which its limit keeps a statement of its own
    const sql = (exclusive: boolean) => `
      SELECT ${ROWS} FROM (SELECT key, size, etag, modified, brief FROM s3_object WHERE ${range(exclusive)} ORDER BY key LIMIT ?)`;
    return page(query, (from, exclusive, limit) => read(sql(exclusive), [...bounds(from), limit]));
  }
  const { delimiter, prefix } = query;
  const start = Buffer.byteLength(prefix);
  // the first key of each common prefix, and every key that has none, in one statement: a seek in the index each, whatever lies between them;
  // of the first key of a prefix nothing else is read
  const sql = (exclusive: boolean) => `
    WITH RECURSIVE first (name) AS (
      SELECT (SELECT key FROM s3_object WHERE ${range(exclusive)} ORDER BY key LIMIT 1)
      UNION ALL
      SELECT (
        SELECT key FROM s3_object
        WHERE bucket = ? AND key >= max(name || char(0), ${BEHIND})${end === undefined ? '' : ' AND key < ?'}
        ORDER BY key LIMIT 1
      )
      FROM first WHERE name IS NOT NULL LIMIT ?
    )
    SELECT json_group_array(json_array(name, size, etag, modified, coalesce(brief, ''))) AS rows FROM first
    LEFT JOIN s3_object ON bucket = ? AND key = CASE ${PLACE} WHEN 0 THEN name END
    WHERE name IS NOT NULL`;
  const fetch = (from: string, exclusive: boolean, limit: number) => {
    const next = [start + 1, delimiter, start + 1, delimiter, start - 1, behind];
    const step = end === undefined ? [bucket, ...next] : [bucket, ...next, end];
    return read(sql(exclusive), [...bounds(from), ...step, limit, bucket, start + 1, delimiter]);
  };
  return page(query, fetch, true);
}

/** Where the delimiter stands behind the prefix. In bytes, whose places need not be counted out. */
const PLACE = 'instr(substr(CAST(name AS BLOB), ?), CAST(? AS BLOB))';

/** What comes behind the common prefix of `name`; nothing where it has none. */
const BEHIND = `
  CASE ${PLACE} WHEN 0 THEN ''
  ELSE CAST(substr(CAST(name AS BLOB), 1, ${PLACE} + ?) AS TEXT) || ? END`;
