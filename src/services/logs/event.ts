import type { LogEntry, LogRecord } from '#storage';

/** An event as it is kept: its time is the record's key, its ingestion the time the log took it. */
export interface StoredEvent {
  readonly index: number;
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
}

export const recordOf = (timestamp: number, message: string): LogRecord => ({
  key: String(timestamp),
  data: Buffer.from(message, 'utf8'),
});

export const eventOf = ({ index, millis, key, data }: LogEntry): StoredEvent => ({
  index,
  timestamp: Number(key),
  ingestionTime: millis,
  message: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8'),
});
