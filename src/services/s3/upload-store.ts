import type { ChecksumType } from '#api/s3';
import type { BlobStore, Database } from '#storage';
import type { ComputedAlgorithm } from './checksums/algorithms.ts';
import type { SealedSlice } from './encryption/cipher.ts';
import type { ObjectDoc } from './object-row.ts';

export interface UploadDoc {
  readonly object: Pick<ObjectDoc, 'headers' | 'metadata' | 'tags' | 'acl' | 'seal' | 'retention' | 'hold' | 'storageClass'>;
  readonly algorithm: ComputedAlgorithm;
  readonly type: ChecksumType;
  /** Whether the client chose the algorithm; otherwise it is ours and not spoken of. */
  readonly chosen: boolean;
  /** ARN and account of who began it. */
  readonly initiator: { readonly arn: string; readonly account: string };
}

/** An upload that has ended: which object it made of which parts, and what was answered. */
export interface EndedRow {
  readonly key: string;
  /** The parts that were listed, as text to compare. */
  readonly parts: string;
  /** Null where it was aborted. */
  readonly answer: Readonly<Record<string, unknown>> | null;
}

/** Ours: how long an upload that has ended is remembered. AWS does not say. */
const REMEMBERED = 24 * 3_600_000;

export interface UploadRow {
  readonly bucket: number;
  readonly key: string;
  readonly id: string;
  readonly initiatedAt: Date;
  readonly doc: UploadDoc;
}

export interface PartRow {
  readonly number: number;
  readonly size: number;
  readonly etag: string;
  readonly modified: Date;
  readonly checksum: string;
  readonly slices: readonly SealedSlice[];
}

interface SqlUpload {
  bucket: number;
  key: string;
  id: string;
  initiated: number;
  doc: string;
}
interface SqlPart {
  number: number;
  size: number;
  etag: string;
  modified: number;
  doc: string;
}

const UPLOAD = 'bucket, key, id, initiated, doc';
const PART = 'number, size, etag, modified, doc';

/** Multipart uploads and their parts. Writers are to be called within a transaction. */
export class UploadStore {
  readonly #database: Database;
  readonly #blobs: BlobStore;
  #mayBeOpen: boolean | undefined;

  constructor(database: Database, blobs: BlobStore) {
    this.#database = database;
    this.#blobs = blobs;
  }

  find(bucket: number, key: string, id: string): UploadRow | undefined {
    const row = this.#database
      .statement(`SELECT ${UPLOAD} FROM s3_upload WHERE bucket = ? AND key = ? AND id = ?`)
      .get(bucket, key, id);
    return row === undefined ? undefined : uploadFromSql(row as SqlUpload);
  }

  /** Whether an upload may be open; once there was one, it is taken that there may be others until the next start. */
  get mayBeOpen(): boolean {
    this.#mayBeOpen ??= this.#database.statement('SELECT 1 FROM s3_upload LIMIT 1').get() !== undefined;
    return this.#mayBeOpen;
  }

  insert(upload: UploadRow): void {
    this.#mayBeOpen = true;
    this.#database
      .statement(`INSERT INTO s3_upload (${UPLOAD}) VALUES (?, ?, ?, ?, ?)`)
      .run(upload.bucket, upload.key, upload.id, upload.initiatedAt.getTime(), JSON.stringify(upload.doc));
  }

  /** A bucket's uploads by key and, for the same key, by time. */
  list(bucket: number, from: { key: string; id: string; exclusive: boolean }, limit: number): UploadRow[] {
    const sql = `SELECT ${UPLOAD} FROM s3_upload WHERE bucket = ? AND (key, id) ${from.exclusive ? '>' : '>='} (?, ?) ORDER BY key, id LIMIT ?`;
    return this.#database
      .statement(sql)
      .all(bucket, from.key, from.id, limit)
      .map((row) => uploadFromSql(row as SqlUpload));
  }

  part(upload: string, number: number): PartRow | undefined {
    const row = this.#database.statement(`SELECT ${PART} FROM s3_part WHERE upload = ? AND number = ?`).get(upload, number);
    return row === undefined ? undefined : partFromSql(row as SqlPart);
  }

  parts(upload: string, after = 0, limit = -1): PartRow[] {
    return this.#database
      .statement(`SELECT ${PART} FROM s3_part WHERE upload = ? AND number > ? ORDER BY number LIMIT ?`)
      .all(upload, after, limit)
      .map((row) => partFromSql(row as SqlPart));
  }

  /** Sets a part; one of the same number is replaced. The caller has kept its blobs. */
  putPart(upload: string, part: PartRow): void {
    const before = this.part(upload, part.number);
    if (before) this.#blobs.release(before.slices);
    this.#database
      .statement(`INSERT OR REPLACE INTO s3_part (upload, ${PART}) VALUES (?, ?, ?, ?, ?, ?)`)
      .run(
        upload,
        part.number,
        part.size,
        part.etag,
        part.modified.getTime(),
        JSON.stringify({ checksum: part.checksum, slices: part.slices }),
      );
  }

  /** Ends an upload. The parts in `used` have gone over into an object; the others take their bytes along. */
  remove(upload: UploadRow, used: ReadonlySet<number> = new Set()): void {
    for (const part of this.parts(upload.id)) if (!used.has(part.number)) this.#blobs.release(part.slices);
    this.#database.statement('DELETE FROM s3_part WHERE upload = ?').run(upload.id);
    this.#database
      .statement('DELETE FROM s3_upload WHERE bucket = ? AND key = ? AND id = ?')
      .run(upload.bucket, upload.key, upload.id);
  }

  /** Whether its key was written or deleted since the upload began. */
  isDisturbed({ bucket, key, id }: UploadRow): boolean {
    const sql = 'SELECT disturbed FROM s3_upload WHERE bucket = ? AND key = ? AND id = ?';
    return (this.#database.statement(sql).get(bucket, key, id) as { disturbed: number }).disturbed === 1;
  }

  /** Remembers an upload that has ended for whoever asks again, and forgets those that are long over. */
  remember(bucket: number, id: string, { key, parts, answer }: EndedRow, now: number): void {
    this.#database.statement('DELETE FROM s3_completed WHERE at < ?').run(now - REMEMBERED);
    this.#database
      .statement('INSERT INTO s3_completed (bucket, id, at, key, parts, answer) VALUES (?, ?, ?, ?, ?, ?)')
      .run(bucket, id, now, key, parts, JSON.stringify(answer));
  }

  ended(bucket: number, id: string): EndedRow | undefined {
    const row = this.#database
      .statement('SELECT key, parts, answer FROM s3_completed WHERE bucket = ? AND id = ?')
      .get(bucket, id);
    if (row === undefined) return undefined;
    const { key, parts, answer } = row as { key: string; parts: string; answer: string };
    return { key, parts, answer: JSON.parse(answer) as EndedRow['answer'] };
  }

  /** Ends everything underway in a bucket that is being deleted. */
  removeAll(bucket: number): void {
    this.#database.statement('DELETE FROM s3_completed WHERE bucket = ?').run(bucket);
    for (const upload of this.list(bucket, { key: '', id: '', exclusive: false }, -1)) this.remove(upload);
  }
}

function uploadFromSql({ bucket, key, id, initiated, doc }: SqlUpload): UploadRow {
  return { bucket, key, id, initiatedAt: new Date(initiated), doc: JSON.parse(doc) as UploadDoc };
}

function partFromSql({ number, size, etag, modified, doc }: SqlPart): PartRow {
  const { checksum, slices } = JSON.parse(doc) as Pick<PartRow, 'checksum' | 'slices'>;
  return { number, size, etag, modified: new Date(modified), checksum, slices };
}
