export { BlobStore, type BlobStoreOptions } from './blobs/blob-store.ts';
export { cut, type Slice, sizeOf } from './blobs/slices.ts';
export type { Client, StagedBlob } from './blobs/staging.ts';
export {
  DataDirectory,
  fileDamaged,
  isAlive,
  isDatabaseDamaged,
  isDiskFull,
  type RootKey,
  type Secrets,
  type ServerRecord,
} from './data-directory.ts';
export { Database, type Migration } from './database.ts';
export { type Cipher, type Opener, openRecordCiphers, type RecordCiphers, type Sealed } from './record-ciphers.ts';
export type { Appended } from './segments/batch.ts';
export { type Block, keyOf } from './segments/digest.ts';
export type { LogEntry, LogRecord, RecordPlace, Stretch } from './segments/frame.ts';
export type { ReadRequest, ReadResult, Take } from './segments/segment-list.ts';
export type { SegmentLog } from './segments/segment-log.ts';
export { SegmentStore, type SegmentStoreOptions } from './segments/segment-store.ts';
export type { SqlRow, Statement, Value } from './sqlite.ts';
export { type Range, type ScopedTable, Table, type TableSpec } from './table.ts';
export { noSync } from './wal-sync.ts';
export { tellOfTornWal } from './wal-tail.ts';
