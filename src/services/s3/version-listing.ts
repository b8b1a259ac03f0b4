import type { Database } from '#storage';
import { compareUtf8, successor } from './listing.ts';
import { LINE, lineFromSql, type ObjectLine } from './object-row.ts';

export interface VersionQuery {
  readonly prefix: string;
  readonly delimiter: string;
  /** Starts behind this key, or, with a version, behind that version of it. */
  readonly keyMarker: string;
  readonly versionMarker: string;
  readonly limit: number;
}

export interface VersionLine {
  readonly line: ObjectLine;
  readonly latest: boolean;
}

export interface VersionPage {
  readonly lines: readonly VersionLine[];
  readonly commonPrefixes: readonly string[];
  readonly next: { readonly key: string; readonly version: string } | undefined;
}

const BATCH = 200;

/** All versions and delete markers, by key and then newest first: current and older rows merged along both indexes. */
export function listVersions(database: Database, bucket: number, query: VersionQuery): VersionPage {
  const { prefix, delimiter, keyMarker, limit } = query;
  const lines: VersionLine[] = [];
  const commonPrefixes: string[] = [];
  let last: { key: string; version: string } | undefined;
  let cursor = startOf(database, bucket, query);
  // of a key that begins with this page the first version is the latest
  let previous = cursor.below === undefined ? '' : keyMarker;
  const done = (truncated: boolean): VersionPage => ({ lines, commonPrefixes, next: truncated ? last : undefined });
  if (limit === 0) return done(false);
  for (;;) {
    const rows = fetch(database, bucket, cursor, BATCH);
    let seek: string | undefined;
    for (const line of rows) {
      if (seek !== undefined && line.key.startsWith(seek)) continue;
      if (!line.key.startsWith(prefix)) return done(false);
      const end = delimiter === '' ? -1 : line.key.indexOf(delimiter, prefix.length);
      seek = end < 0 ? undefined : line.key.slice(0, end + delimiter.length);
      if (seek !== undefined && keyMarker.startsWith(seek)) continue;
      if (lines.length + commonPrefixes.length >= limit) return done(true);
      if (seek === undefined) {
        lines.push({ line, latest: line.key !== previous });
        last = { key: line.key, version: line.version };
        previous = line.key;
      } else {
        commonPrefixes.push(seek);
        last = { key: seek, version: '' };
      }
    }
    const end = rows.at(-1);
    if (rows.length < BATCH || !end) return done(false);
    const behind = seek === undefined ? undefined : successor(seek);
    cursor = behind === undefined ? { key: end.key, below: end.seq } : { key: behind, below: undefined };
  }
}

/** `below`: only versions of `key` older than that, then all later keys. Without it everything from `key` on. */
interface Cursor {
  readonly key: string;
  readonly below: number | undefined;
}

function startOf(database: Database, bucket: number, { prefix, keyMarker, versionMarker }: VersionQuery): Cursor {
  if (keyMarker === '' || compareUtf8(keyMarker, prefix) < 0) return { key: prefix, below: undefined };
  if (versionMarker === '') return { key: keyMarker, below: 0 };
  const marked = database
    .statement(
      `SELECT seq FROM s3_object WHERE bucket = ? AND key = ? AND version = ?
       UNION ALL SELECT seq FROM s3_history WHERE bucket = ? AND key = ? AND version = ?`,
    )
    .get(bucket, keyMarker, versionMarker, bucket, keyMarker, versionMarker) as { seq: number } | undefined;
  // who deletes page by page goes on from what he deleted: what is left of the key is still to come
  // — recorded AWS answer in localstack tests/aws/services/s3, test_list_objects_versions_with_prefix_only_and_pagination
  return { key: keyMarker, below: marked?.seq };
}

function fetch(database: Database, bucket: number, { key, below }: Cursor, limit: number): ObjectLine[] {
  const rest =
    below === undefined || below === 0
      ? []
      : database
          .statement(`SELECT ${LINE} FROM s3_history WHERE bucket = ? AND key = ? AND seq < ? ORDER BY seq DESC LIMIT ?`)
          .all(bucket, key, below, limit);
  const compare = below === undefined ? '>=' : '>';
  const both = ['s3_object', 's3_history']
    .map((table) => `SELECT ${LINE} FROM ${table} WHERE bucket = ? AND key ${compare} ?`)
    .join(' UNION ALL ');
  const later =
    rest.length >= limit
      ? []
      : database.statement(`${both} ORDER BY key, seq DESC LIMIT ?`).all(bucket, key, bucket, key, limit - rest.length);
  return [...rest, ...later].map((row) => lineFromSql(row as never));
}
