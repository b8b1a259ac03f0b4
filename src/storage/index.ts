export { BlobStore, type BlobStoreOptions, type StagedBlob } from './blobs/blob-store.ts';
export { cut, type Slice, sizeOf } from './blobs/slices.ts';
export { DataDirectory, isAlive, type RootKey, type Secrets, type ServerRecord } from './data-directory.ts';
export { Database, type Migration, type Range, type ScopedTable, Table, type TableSpec } from './database.ts';
export type { LogEntry, LogRecord } from './segments/frame.ts';
export type { ReadRequest, ReadResult } from './segments/segment-list.ts';
export type { Appended, SegmentLog } from './segments/segment-log.ts';
export { SegmentStore, type SegmentStoreOptions } from './segments/segment-store.ts';
export type { SqlRow, Statement, Value } from './sqlite.ts';
