import { open, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, type Logger, messageOf } from '#core';
import type { ClusterLook } from '../drivers/contract.ts';
import type { Application, LogEvent, LogSink } from '../ports.ts';

/** aws: PutLogEvents takes 10,000 events and 1 MiB, each event counted with 26 bytes more — logs model documentation */
const MAX_EVENTS = 10_000;
const MAX_BYTES = 1_048_576;
const EVENT_OVERHEAD = 26;
const CHUNK = 1 << 20;
const IDLE_MS = 500;

interface Followed {
  readonly application: Application;
  readonly look: ClusterLook;
}

interface Position {
  /** Which file it is, whatever it is called by now. */
  readonly inode: number;
  readonly offset: number;
}

/** Follows the log files of a cluster and puts their lines into the application's log stream, as its role. */
export class LogShipper {
  readonly #needs: { readonly logs: LogSink; readonly clock: Clock; readonly logger: Logger };
  #target: Followed | undefined;
  /** The attempt before, until its last lines are shipped. */
  #former: Followed | undefined;
  #positions = new Map<string, Position>();
  #directory = '';
  #loop: Promise<void> | undefined;
  #pass: Promise<number> = Promise.resolve(0);
  #pausing: AbortController | undefined;
  /** Lines that never reached the stream, and why. aws: no API tells — AT logging-configuration; our own status does. */
  dropped: { events: number; reason: string } | undefined;

  constructor(needs: { readonly logs: LogSink; readonly clock: Clock; readonly logger: Logger }) {
    this.#needs = needs;
  }

  follow(application: Application, look: ClusterLook): void {
    if (this.#target && this.#target.look.directory !== look.directory) this.#former = this.#target;
    this.#target = { application, look };
    this.#loop ??= this.#run();
  }

  /** Ships all there is of processes that have ended, and sleeps until there is something to follow again. */
  async rest(): Promise<void> {
    while (await this.#ship());
    await this.close();
  }

  /** Ships once more. What processes write that go on is for the next Millrace. */
  async close(): Promise<void> {
    await this.#ship();
    this.#target = undefined;
    this.#pausing?.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (this.#target) {
      const shipped = await this.#ship();
      if (shipped > 0 || !this.#target) continue;
      this.#pausing = new AbortController();
      await this.#needs.clock.sleep(IDLE_MS, this.#pausing.signal).catch(() => {});
    }
    this.#loop = undefined;
  }

  #ship(): Promise<number> {
    this.#pass = this.#pass.then(() =>
      this.#once().catch((thrown: unknown) => {
        this.#needs.logger.warn({ reason: messageOf(thrown) }, 'log shipping failed');
        return 0;
      }),
    );
    return this.#pass;
  }

  async #once(): Promise<number> {
    const former = this.#former;
    if (former) {
      const shipped = await this.#shipFrom(former);
      if (shipped > 0) return shipped;
      if (this.#former === former) this.#former = undefined;
    }
    return this.#target ? this.#shipFrom(this.#target) : 0;
  }

  async #shipFrom({ look, application }: Followed): Promise<number> {
    if (look.directory !== this.#directory) await this.#resume(look.directory);
    const events: LogEvent[] = [];
    const next = new Map(this.#positions);
    for (const file of look.logFiles) {
      // What was renamed away may hold lines that were not read yet.
      for (const path of [`${file}.1`, file]) await this.#read(path, next, events);
    }
    if (events.length === 0) return 0;
    events.sort((a, b) => a.timestamp - b.timestamp);
    await this.#put(application, events);
    this.#positions = next;
    await this.#remember();
    return events.length;
  }

  async #read(path: string, positions: Map<string, Position>, events: LogEvent[]): Promise<void> {
    const file = await open(path, 'r').catch(() => undefined);
    if (!file) return;
    try {
      const { ino: inode, size } = await file.stat();
      const key = String(inode);
      const from = positions.get(key)?.offset ?? 0;
      if (size <= from) return;
      const buffer = Buffer.alloc(Math.min(CHUNK, size - from));
      const { bytesRead } = await file.read(buffer, 0, buffer.byteLength, from);
      const end = buffer.subarray(0, bytesRead).lastIndexOf(0x0a) + 1;
      if (end === 0 && bytesRead < CHUNK) return; // the line is still being written
      const taken = end === 0 ? bytesRead : end;
      for (const line of buffer.subarray(0, taken).toString('utf8').split('\n')) {
        if (line !== '') events.push(eventOf(line, this.#needs.clock.millis()));
      }
      positions.set(key, { inode, offset: from + taken });
    } finally {
      await file.close();
    }
  }

  async #put(application: Application, events: readonly LogEvent[]): Promise<void> {
    const { loggingOption, roleArn } = application.configuration;
    if (!loggingOption) return;
    const as = { scope: application.ref.scope, roleArn, applicationArn: application.arn };
    for (const batch of batches(events)) {
      try {
        await this.#needs.logs.put(as, loggingOption.logStreamArn, batch);
        if (this.dropped) this.dropped = undefined;
      } catch (thrown) {
        this.dropped = { events: (this.dropped?.events ?? 0) + batch.length, reason: messageOf(thrown) };
      }
    }
  }

  async #resume(directory: string): Promise<void> {
    this.#directory = directory;
    const text = await readFile(join(directory, OFFSETS), 'utf8').catch(() => undefined);
    const known = text === undefined ? [] : (JSON.parse(text) as [string, Position][]);
    this.#positions = new Map(known);
  }

  async #remember(): Promise<void> {
    const file = join(this.#directory, OFFSETS);
    await writeFile(`${file}.new`, JSON.stringify([...this.#positions]));
    await rename(`${file}.new`, file);
  }
}

const OFFSETS = 'shipped.json';

/** A line of a cluster's log: `{"timestamp":<ms>,…}`; the rest of the object is the event. Anything else is shipped as it is. */
export function eventOf(line: string, now: number): LogEvent {
  const match = /^\{\s*"timestamp"\s*:\s*(\d+)\s*,?/.exec(line);
  if (!match) return { timestamp: now, message: line };
  return { timestamp: Number(match[1]), message: `{${line.slice(match[0].length)}` };
}

/** Splits events, in order of time, into what one PutLogEvents takes. aws: a batch spans at most 24 hours — logs documentation */
export function* batches(events: readonly LogEvent[]): Generator<LogEvent[]> {
  let batch: LogEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(event.message) + EVENT_OVERHEAD;
    const first = batch[0];
    const full = batch.length === MAX_EVENTS || bytes + size > MAX_BYTES;
    if (first && (full || event.timestamp - first.timestamp >= 86_400_000)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(size > MAX_BYTES ? { ...event, message: cut(event.message) } : event);
    bytes += Math.min(size, MAX_BYTES);
  }
  if (batch.length > 0) yield batch;
}

const cut = (message: string): string =>
  Buffer.from(message)
    .subarray(0, MAX_BYTES - EVENT_OVERHEAD - 4)
    .toString('utf8');
