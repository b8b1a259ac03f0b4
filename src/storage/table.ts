import type { Scope } from '#core';
import type { Database } from './database.ts';

/** Restricts a list to a part of the keys. Keys compare as UTF-8 bytes, AWS's order for S3 keys and most names. */
export interface Range {
  /** Leading key parts that must be equal. */
  readonly under?: readonly string[];
  /** The next key part must start with this. */
  readonly prefix?: string;
  /** The next key part must be greater than this. */
  readonly after?: string;
  /** Or greater or equal to this. */
  readonly from?: string;
  readonly limit?: number;
  readonly descending?: boolean;
}

export interface TableSpec {
  /** SQL name, prefixed by the owner: `kinesis_stream`. */
  readonly name: string;
  /** The key parts, in order of comparison: `['bucket', 'key']`. All text. */
  readonly key: readonly string[];
}

/** One account's rows in one region. */
export interface ScopedTable<Row> {
  get(...key: string[]): Row | undefined;
  /** Inserts or replaces. */
  put(key: readonly string[], row: Row): void;
  delete(...key: string[]): boolean;
  list(range?: Range): Row[];
  entries(range?: Range): { key: string[]; row: Row }[];
  count(range?: Range): number;
}

/** Rows of JSON documents ordered by (account, region, key parts). No row is read without a scope. */
export class Table<Row> {
  readonly #database: Database;
  readonly #spec: TableSpec;

  constructor(database: Database, spec: TableSpec) {
    this.#database = database;
    this.#spec = spec;
    const keys = spec.key.map((k) => `${k} TEXT NOT NULL`).join(', ');
    database.migrate(`table:${spec.name}`, [
      {
        name: '001-create',
        sql: `CREATE TABLE ${spec.name} (account TEXT NOT NULL, region TEXT NOT NULL, ${keys}, doc TEXT NOT NULL, PRIMARY KEY (account, region, ${spec.key.join(', ')})) WITHOUT ROWID`,
      },
    ]);
  }

  in(scope: Pick<Scope, 'account' | 'region'>): ScopedTable<Row> {
    const { name, key: parts } = this.#spec;
    const where = `account = ? AND region = ? AND ${parts.map((p) => `${p} = ?`).join(' AND ')}`;
    const read = (select: string, range: Range) => {
      const { sql, values } = rangeSql(parts, range);
      const order = `ORDER BY ${parts.map((p) => `${p}${range.descending ? ' DESC' : ''}`).join(', ')}`;
      const limit = range.limit === undefined ? '' : ` LIMIT ${Math.trunc(range.limit)}`;
      const text = `SELECT ${select} FROM ${name} WHERE account = ? AND region = ?${sql} ${order}${limit}`;
      return this.#database.statement(text).all(scope.account, scope.region, ...values) as Record<string, string>[];
    };
    return {
      get: (...key) => {
        const found = this.#database.statement(`SELECT doc FROM ${name} WHERE ${where}`).get(scope.account, scope.region, ...key);
        return found === undefined ? undefined : (JSON.parse((found as { doc: string }).doc) as Row);
      },
      put: (key, row) => {
        const marks = Array(parts.length + 3)
          .fill('?')
          .join(', ');
        const sql = `INSERT OR REPLACE INTO ${name} (account, region, ${parts.join(', ')}, doc) VALUES (${marks})`;
        this.#database.transaction(() =>
          this.#database.statement(sql).run(scope.account, scope.region, ...key, JSON.stringify(row)),
        );
      },
      delete: (...key) =>
        this.#database.transaction(
          () =>
            Number(
              this.#database.statement(`DELETE FROM ${name} WHERE ${where}`).run(scope.account, scope.region, ...key).changes,
            ) > 0,
        ),
      list: (range = {}) => read('doc', range).map((r) => JSON.parse(r.doc ?? 'null') as Row),
      entries: (range = {}) =>
        read(`${parts.join(', ')}, doc`, range).map((r) => ({
          key: parts.map((p) => r[p] ?? ''),
          row: JSON.parse(r.doc ?? 'null') as Row,
        })),
      count: (range = {}) => {
        const { sql, values } = rangeSql(parts, range);
        const text = `SELECT count(*) AS n FROM ${name} WHERE account = ? AND region = ?${sql}`;
        return Number((this.#database.statement(text).get(scope.account, scope.region, ...values) as { n: number }).n);
      },
    };
  }

  /** Every scope that has rows, for work at start-up such as adopting what was running. */
  scopes(): { account: string; region: string }[] {
    return this.#database.statement(`SELECT DISTINCT account, region FROM ${this.#spec.name}`).all() as {
      account: string;
      region: string;
    }[];
  }
}

function rangeSql(parts: readonly string[], range: Range): { sql: string; values: string[] } {
  const under = range.under ?? [];
  const next = parts[under.length];
  let sql = under.map((_, i) => ` AND ${parts[i]} = ?`).join('');
  const values = [...under];
  if (next === undefined) return { sql, values };
  if (range.after !== undefined) {
    sql += ` AND ${next} > ?`;
    values.push(range.after);
  }
  if (range.from !== undefined) {
    sql += ` AND ${next} >= ?`;
    values.push(range.from);
  }
  if (range.prefix) {
    // bounds for the index, then the exact test: U+10FFFF is the greatest code point in UTF-8 order
    sql += ` AND ${next} >= ? AND ${next} < ? AND substr(${next}, 1, ${[...range.prefix].length}) = ?`;
    values.push(range.prefix, `${range.prefix}\u{10FFFF}\u{10FFFF}`, range.prefix);
  }
  return { sql, values };
}
