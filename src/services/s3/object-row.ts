import type { StorageClass, Tag } from '#api/s3';
import type { KeptGrant } from './acl-row.ts';
import type { StoredChecksum } from './checksums/algorithms.ts';
import type { SealedSlice } from './encryption/cipher.ts';
import type { Seal } from './encryption/seal-row.ts';
import type { Retention } from './lock-row.ts';

/** Headers that are stored as they came and given back as they were. */
export interface ContentHeaders {
  readonly ContentType?: string;
  readonly CacheControl?: string;
  readonly ContentDisposition?: string;
  readonly ContentEncoding?: string;
  readonly ContentLanguage?: string;
  readonly Expires?: string;
  readonly WebsiteRedirectLocation?: string;
}

export interface ObjectPartRow {
  readonly number: number;
  readonly size: number;
  readonly checksum?: string;
}

/** What an object has beside its listing columns. */
export interface ObjectDoc {
  readonly slices: readonly SealedSlice[];
  /** How the bytes are encrypted, where they are. */
  readonly seal?: Seal;
  /** Absent: STANDARD. */
  readonly storageClass?: StorageClass;
  readonly retention?: Retention | undefined;
  readonly hold?: 'ON' | 'OFF';
  readonly headers: ContentHeaders;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly tags?: readonly Tag[];
  /** Absent: the owner's alone. */
  readonly acl?: readonly KeptGrant[] | undefined;
  readonly checksum?: StoredChecksum;
  readonly parts?: readonly ObjectPartRow[];
}

/** What a listing shows. */
export interface ObjectLine {
  readonly key: string;
  readonly seq: number;
  /** `null` for a version made without versioning. */
  readonly version: string;
  readonly marker: boolean;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly modified: Date;
  readonly checksum: { readonly algorithm: string; readonly type: string } | undefined;
  readonly storageClass: string;
}

export interface ObjectRow extends ObjectLine {
  readonly doc: ObjectDoc;
}

export interface NewObject {
  readonly size: number;
  readonly etag: string;
  readonly doc: ObjectDoc;
  /** When its upload began, in whole seconds; absent for what came in one piece, which is of now. */
  readonly begun?: Date;
}

export interface SqlObject {
  key: string;
  seq: number;
  version: string;
  marker: number;
  size: number;
  etag: string;
  modified: number;
  brief: string;
  doc: string;
}

/** The columns of a listing. */
export const LINE = 'key, seq, version, marker, size, etag, modified, brief';

/** The storage class in `s3_object.brief`: what is not named is STANDARD. */
export const classIn = (brief: string): string => brief.split(' ')[2] ?? 'STANDARD';

/** The other way: what a listing tells of a version beside its columns. */
export function briefOf(
  checksum: { readonly algorithm: string; readonly type: string } | undefined,
  storageClass: string,
): string {
  const told = checksum ? `${checksum.algorithm} ${checksum.type}` : ' ';
  return storageClass === 'STANDARD' ? told.trim() : `${told} ${storageClass}`;
}

/** What `s3_object.brief` says. */
export function toldIn(brief: string): Pick<ObjectLine, 'checksum' | 'storageClass'> {
  const [algorithm, type] = brief.split(' ');
  return { checksum: algorithm && type ? { algorithm, type } : undefined, storageClass: classIn(brief) };
}

export function lineFromSql(row: Omit<SqlObject, 'doc'>): ObjectLine {
  return {
    key: row.key,
    seq: row.seq,
    version: row.version,
    marker: row.marker === 1,
    size: row.size,
    etag: row.etag,
    modified: new Date(row.modified),
    ...toldIn(row.brief),
  };
}

export const fromSql = (row: SqlObject): ObjectRow =>
  Object.assign(lineFromSql(row) as ObjectRow, { doc: JSON.parse(row.doc) as ObjectDoc });
