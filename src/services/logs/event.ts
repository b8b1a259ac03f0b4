import type { LogEntry, LogRecord } from '#storage';

/** An event as it is kept: its time is the record's key, its ingestion the time the log took it. */
export interface StoredEvent {
  readonly index: number;
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
  /** Of the message. */
  readonly bytes: number;
}

export const recordOf = (timestamp: number, message: string): LogRecord => ({
  key: String(timestamp),
  data: Buffer.from(message, 'utf8'),
});

export const timestampOf = ({ key }: LogEntry): number => Number(key);

export const eventOf = (entry: LogEntry): StoredEvent => {
  const { index, millis, data } = entry;
  const message = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8');
  return { index, timestamp: timestampOf(entry), ingestionTime: millis, message, bytes: data.length };
};
