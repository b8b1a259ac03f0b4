import type { StorageClass } from '#api/s3';
import type { Clock } from '#core';
import type { BlobStore, Database } from '#storage';
import { CurrentRows } from './current-rows.ts';
import type { SealedSlice } from './encryption/cipher.ts';
import {
  briefOf,
  fromSql,
  LINE,
  type NewObject,
  type ObjectDoc,
  type ObjectLine,
  type ObjectRow,
  type SqlObject,
} from './object-row.ts';

export type Versioning = 'Enabled' | 'Suspended' | undefined;

const ALL = `${LINE}, doc`;
// texts of statements that are asked for with every request are made once: one that is put together is read and compared anew
const CURRENT = `SELECT ${ALL} FROM s3_object WHERE bucket = ? AND key = ?`;
const INSERT = '(bucket, key, seq, version, marker, size, etag, modified, brief, doc) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)';
const PUT = `INSERT OR REPLACE INTO s3_object ${INSERT}`;
const NO_DOC = '{"slices":[],"headers":{}}';

/** The versions of keys. Its writers are to be called within a transaction that has read what it depends on. */
export class ObjectStore {
  readonly #database: Database;
  readonly #blobs: BlobStore;
  readonly #clock: Clock;
  readonly #newVersion: (bucket: number) => string;
  readonly #uploads: { readonly mayBeOpen: boolean };
  readonly #rows: CurrentRows;
  #lastSeq = 0;

  /** `uploads`: whether there may be any that are open. */
  constructor(
    database: Database,
    blobs: BlobStore,
    clock: Clock,
    newVersion: (bucket: number) => string,
    uploads: { readonly mayBeOpen: boolean } = { mayBeOpen: true },
  ) {
    this.#database = database;
    this.#rows = new CurrentRows(database);
    this.#uploads = uploads;
    this.#blobs = blobs;
    this.#clock = clock;
    this.#newVersion = newVersion;
  }

  /** The newest version, unless it is a delete marker. */
  current(bucket: number, key: string): ObjectRow | undefined {
    const known = this.#rows.get(bucket, key);
    if (known) return known;
    const found = this.#database.statement(CURRENT).get(bucket, key);
    if (found === undefined) return undefined;
    const row = fromSql(found as SqlObject);
    this.#rows.keep(bucket, row, (found as SqlObject).doc.length);
    return row;
  }

  /** A named version, delete markers included. */
  version(bucket: number, key: string, version: string): ObjectRow | undefined {
    const current = this.current(bucket, key);
    if (current?.version === version) return current;
    const row = this.#database
      .statement(`SELECT ${ALL} FROM s3_history WHERE bucket = ? AND key = ? AND version = ?`)
      .get(bucket, key, version);
    return row === undefined ? undefined : fromSql(row as SqlObject);
  }

  /** The newest of what is not current; a delete marker where the key is deleted. */
  newestInHistory(bucket: number, key: string): ObjectRow | undefined {
    const row = this.#database
      .statement(`SELECT ${ALL} FROM s3_history WHERE bucket = ? AND key = ? ORDER BY seq DESC LIMIT 1`)
      .get(bucket, key);
    return row === undefined ? undefined : fromSql(row as SqlObject);
  }

  /** Makes a version the newest one. The caller has kept its blobs, or keeps them in place of those that go. */
  put(
    bucket: number,
    key: string,
    versioning: Versioning,
    object: NewObject | ((replaced: readonly SealedSlice[]) => NewObject),
  ): ObjectLine {
    this.#disturb(bucket, key);
    const before = this.current(bucket, key);
    this.#changes(bucket, key);
    const replaced = before ? this.#makeRoom(bucket, before, versioning) : [];
    if (typeof object !== 'function') this.#blobs.release(replaced);
    if (versioning === 'Suspended') this.#dropFromHistory(bucket, key, 'null');
    const version = versioning === 'Enabled' ? this.#newVersion(bucket) : 'null';
    // a delete marker may have come by a clock that has gone back since
    const newest = before || versioning === undefined ? before : this.newestInHistory(bucket, key);
    const seq = this.#seq(newest?.seq);
    const { size, etag, doc, begun } = typeof object === 'function' ? object(replaced) : object;
    const modified = begun?.getTime() ?? this.#now();
    const { checksum, storageClass = 'STANDARD' } = doc;
    const brief = briefOf(checksum, storageClass);
    const text = JSON.stringify(doc);
    this.#database.statement(PUT).get(bucket, key, seq, version, 0, size, etag, modified, brief, text);
    const said = checksum && { algorithm: checksum.algorithm, type: checksum.type };
    // written out, not spread over the line: see gateway/steps/decode.ts
    const row: ObjectRow = {
      key,
      seq,
      version,
      marker: false,
      size,
      etag,
      modified: new Date(modified),
      checksum: said,
      storageClass,
      doc,
    };
    this.#rows.keep(bucket, row, text.length);
    return row;
  }

  /** Deletes a key: for good without versioning, by a delete marker with it. */
  delete(bucket: number, key: string, versioning: Versioning): { marker: string } | undefined {
    const before = this.current(bucket, key);
    this.#changes(bucket, key);
    if (before) this.#disturb(bucket, key);
    if (versioning === undefined) {
      if (before) {
        this.#blobs.release(before.doc.slices);
        this.#database.statement('DELETE FROM s3_object WHERE bucket = ? AND key = ?').run(bucket, key);
      }
      return undefined;
    }
    const newest = before ?? this.newestInHistory(bucket, key);
    if (before) {
      this.#blobs.release(this.#makeRoom(bucket, before, versioning));
      this.#database.statement('DELETE FROM s3_object WHERE bucket = ? AND key = ?').run(bucket, key);
    }
    if (versioning === 'Suspended') this.#dropFromHistory(bucket, key, 'null');
    const version = versioning === 'Enabled' ? this.#newVersion(bucket) : 'null';
    this.#database
      .statement(`INSERT INTO s3_history ${INSERT}`)
      .run(bucket, key, this.#seq(newest?.seq), version, 1, 0, '', this.#now(), '', NO_DOC);
    return { marker: version };
  }

  /** Removes one version for good; the next older one becomes the newest. */
  deleteVersion(bucket: number, key: string, version: string): { marker: boolean } | undefined {
    const row = this.version(bucket, key, version);
    if (!row) return undefined;
    const current = this.current(bucket, key);
    this.#changes(bucket, key);
    if (current?.version === version) {
      this.#disturb(bucket, key);
      this.#blobs.release(current.doc.slices);
      this.#database.statement('DELETE FROM s3_object WHERE bucket = ? AND key = ?').run(bucket, key);
    } else this.#dropFromHistory(bucket, key, version);
    if (!this.current(bucket, key)) this.#promote(bucket, key);
    return { marker: row.marker };
  }

  /** Changes what is said of a version; its content and its time stay. */
  amend(bucket: number, row: ObjectRow, change: Pick<ObjectDoc, 'tags' | 'retention' | 'hold' | 'acl'>): void {
    const changed = { ...row.doc, ...change };
    const { tags, ...rest } = changed;
    const doc = JSON.stringify(tags && tags.length > 0 ? changed : rest);
    this.#changes(bucket, row.key);
    for (const table of ['s3_object', 's3_history']) {
      this.#database
        .statement(`UPDATE ${table} SET doc = ? WHERE bucket = ? AND key = ? AND version = ?`)
        .run(doc, bucket, row.key, row.version);
    }
  }

  /** A version in another storage class, which changes nothing else about it. */
  reclassify(bucket: number, row: ObjectRow, storageClass: StorageClass): void {
    const doc = JSON.stringify({ ...row.doc, storageClass });
    this.#changes(bucket, row.key);
    for (const table of ['s3_object', 's3_history']) {
      this.#database
        .statement(`UPDATE ${table} SET doc = ?, brief = ? WHERE bucket = ? AND key = ? AND version = ?`)
        .run(doc, briefOf(row.checksum, storageClass), bucket, row.key, row.version);
    }
  }

  /** Rows in order of key, and then newest first: a batch for work over a whole bucket. */
  scan(
    table: 's3_object' | 's3_history',
    bucket: number,
    range: { from: string; end: string | undefined; after: ObjectLine | undefined },
    limit: number,
  ): ObjectRow[] {
    const { from, end, after } = range;
    const upper = end === undefined ? '' : ' AND key < ?';
    const start = after ? ' AND (key, -seq) > (?, ?)' : '';
    const sql = `SELECT ${ALL} FROM ${table} WHERE bucket = ? AND key >= ?${upper}${start} ORDER BY key, seq DESC LIMIT ?`;
    const values = [
      bucket,
      after?.key ?? from,
      ...(end === undefined ? [] : [end]),
      ...(after ? [after.key, -after.seq] : []),
      limit,
    ];
    return this.#database
      .statement(sql)
      .all(...values)
      .map((row) => fromSql(row as SqlObject));
  }

  /** Whether all there is of a key is one row of history. */
  onlyInHistory(bucket: number, key: string): boolean {
    const rows = this.#database.statement('SELECT 1 FROM s3_history WHERE bucket = ? AND key = ? LIMIT 2').all(bucket, key);
    return rows.length === 1 && !this.current(bucket, key);
  }

  /** What keeps a bucket from being deleted. */
  occupied(bucket: number): 'objects' | 'versions' | undefined {
    if (this.#database.statement('SELECT 1 FROM s3_object WHERE bucket = ? LIMIT 1').get(bucket)) return 'objects';
    return this.#database.statement('SELECT 1 FROM s3_history WHERE bucket = ? LIMIT 1').get(bucket) ? 'versions' : undefined;
  }

  /** Within a transaction, after what it reads of the key: it is looked up anew. */
  #changes(bucket: number, key: string): void {
    this.#rows.forget(bucket, key);
  }

  /** Uploads to the key that are open are not conditional on what is there any more: see CompleteMultipartUpload. */
  #disturb(bucket: number, key: string): void {
    if (!this.#uploads.mayBeOpen) return;
    this.#database.statement('UPDATE s3_upload SET disturbed = 1 WHERE bucket = ? AND key = ?').run(bucket, key);
  }

  /** The version that was current steps back, or goes where the new one takes its id: what it leaves then is to be released. */
  #makeRoom(bucket: number, before: ObjectRow, versioning: Versioning): readonly SealedSlice[] {
    const replaced = versioning === undefined || (versioning === 'Suspended' && before.version === 'null');
    if (replaced) return before.doc.slices;
    this.#database
      .statement(`INSERT INTO s3_history (bucket, ${ALL}) SELECT bucket, ${ALL} FROM s3_object WHERE bucket = ? AND key = ?`)
      .run(bucket, before.key);
    return [];
  }

  #dropFromHistory(bucket: number, key: string, version: string): void {
    const row = this.#database
      .statement(`SELECT ${ALL} FROM s3_history WHERE bucket = ? AND key = ? AND version = ?`)
      .get(bucket, key, version) as SqlObject | undefined;
    if (!row) return;
    this.#blobs.release(fromSql(row).doc.slices);
    this.#database.statement('DELETE FROM s3_history WHERE bucket = ? AND key = ? AND seq = ?').run(bucket, key, row.seq);
  }

  #promote(bucket: number, key: string): void {
    const newest = this.newestInHistory(bucket, key);
    if (!newest || newest.marker) return;
    this.#changes(bucket, key);
    this.#database
      .statement(
        `INSERT INTO s3_object (bucket, ${ALL}) SELECT bucket, ${ALL} FROM s3_history WHERE bucket = ? AND key = ? AND seq = ?`,
      )
      .run(bucket, key, newest.seq);
    this.#database.statement('DELETE FROM s3_history WHERE bucket = ? AND key = ? AND seq = ?').run(bucket, key, newest.seq);
  }

  /** Grows with time, and within a key under all circumstances: it is what "newest" means. */
  #seq(before = 0): number {
    this.#lastSeq = Math.max(this.#lastSeq + 1, this.#clock.millis() * 1000, before + 1);
    return this.#lastSeq;
  }

  /** aws: times of objects have no fraction of a second — recorded in every listing (`…:05.000Z`) */
  #now(): number {
    return Math.floor(this.#clock.millis() / 1000) * 1000;
  }
}
