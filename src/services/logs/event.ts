import type { LogEntry, LogRecord, RecordPlace } from '#storage';

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

/** The event at which a scan is: what it says is good until the scan goes on. Its message is made when it is asked for. */
export class PassingEvent implements StoredEvent {
  index = 0;
  timestamp = 0;
  ingestionTime = 0;
  piece: Buffer = Buffer.alloc(0);
  from = 0;
  end = 0;
  #message: string | undefined;

  moveTo(
    { index, millis, piece, data, end }: Pick<RecordPlace, 'index' | 'millis' | 'piece' | 'data' | 'end'>,
    timestamp: number,
  ): void {
    this.index = index;
    this.timestamp = timestamp;
    this.ingestionTime = millis;
    this.piece = piece;
    this.from = data;
    this.end = end;
    this.#message = undefined;
  }

  get message(): string {
    this.#message ??= this.piece.toString('utf8', this.from, this.end);
    return this.#message;
  }

  get bytes(): number {
    return this.end - this.from;
  }

  /** The same event, to be kept. */
  kept(): StoredEvent {
    const { index, timestamp, ingestionTime, message, bytes } = this;
    return { index, timestamp, ingestionTime, message, bytes };
  }
}
