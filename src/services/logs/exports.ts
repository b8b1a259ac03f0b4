import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Clock, type Logger, messageOf } from '#core';
import type { ExportSink } from './ports.ts';
import { readBlock } from './reading.ts';
import type { ExportRow, GroupRow, StreamRow } from './rows.ts';
import { groupArn, type LogStore } from './store.ts';

const packed = promisify(gzip);
/** Ours: so much text goes into one file, before it is packed. */
const FILE_BYTES = 32 * 1024 * 1024;

interface Surroundings {
  readonly store: LogStore;
  readonly sink: ExportSink;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Export tasks, one after the other. One that a stop has cut is done again from the beginning, into the same files. */
export class Exports {
  readonly #with: Surroundings;
  readonly #closing = new AbortController();
  readonly #cancelled = new Set<string>();
  #working: Promise<void> | undefined;

  constructor(surroundings: Surroundings) {
    this.#with = surroundings;
    this.wake();
  }

  /** There may be something to do. */
  wake(): void {
    this.#working ??= this.#work();
  }

  cancel(taskId: string): void {
    this.#cancelled.add(taskId);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#working;
  }

  async #work(): Promise<void> {
    await undefined; // the caller stores the promise first
    const { store } = this.#with;
    for (let task = store.nextExport(); task && !this.#closing.signal.aborted; task = store.nextExport()) {
      if (task.code === 'PENDING_CANCEL') this.#end(task, 'CANCELLED', 'Cancelled');
      else await this.#run(task);
    }
    this.#working = undefined;
  }

  async #run(task: ExportRow): Promise<void> {
    const { store, logger } = this.#with;
    const { scope, logGroupName, logStreamNamePrefix: prefix } = task;
    store.exports(scope).put([task.taskId], { ...task, code: 'RUNNING' });
    try {
      const group = store.groups(scope).get(logGroupName);
      const streams = store.streams(scope).list({ under: [logGroupName], ...(prefix !== undefined && { prefix }) });
      for (const stream of streams) if (group) await this.#export(task, group, stream);
      if (!this.#closing.signal.aborted) this.#end(task, ...this.#outcome(task));
    } catch (thrown) {
      if (this.#closing.signal.aborted) return;
      logger.warn({ taskId: task.taskId, reason: messageOf(thrown) }, 'an export of logs failed');
      this.#end(task, 'FAILED', messageOf(thrown));
    }
  }

  // aws: the message — recorded in the CLI's examples of describe-export-tasks
  #outcome({ taskId }: ExportRow): ['CANCELLED' | 'COMPLETED', string] {
    return this.#cancelled.has(taskId) ? ['CANCELLED', 'Cancelled'] : ['COMPLETED', 'Completed successfully'];
  }

  #end(task: ExportRow, code: ExportRow['code'], message: string): void {
    this.#cancelled.delete(task.taskId);
    this.#with.store.exports(task.scope).put([task.taskId], { ...task, code, message, completedAt: this.#with.clock.millis() });
  }

  async #export(task: ExportRow, group: GroupRow, stream: StreamRow): Promise<void> {
    const { store } = this.#with;
    const from = await store.reader(task.scope, group, stream);
    // aws: events of both times belong to it — API reference, CreateExportTask
    const range = { startTime: task.from, endTime: task.to + 1 };
    let files = 0;
    let lines: string[] = [];
    let bytes = 0;
    const write = async () => {
      if (lines.length > 0)
        await this.#put(task, `${stream.name.replaceAll('/', '-')}/${String(files++).padStart(6, '0')}.gz`, lines);
      lines = [];
      bytes = 0;
    };
    for (let at = from.log.first; !this.#isOver(task); ) {
      const { events, next } = await readBlock(from, at, range);
      if (next <= at) break;
      at = next;
      for (const event of events) {
        // aws: the time in front of each line — CloudWatch Logs User Guide, "Export log data to Amazon S3"
        lines.push(`${new Date(event.timestamp).toISOString()} ${event.message}\n`);
        bytes += event.bytes;
      }
      if (bytes >= FILE_BYTES) await write();
    }
    if (!this.#isOver(task)) await write();
  }

  #isOver = ({ taskId }: ExportRow): boolean => this.#closing.signal.aborted || this.#cancelled.has(taskId);

  async #put(task: ExportRow, file: string, lines: readonly string[]): Promise<void> {
    const body = await packed(lines.join(''));
    await this.#with.sink.put(bucketOf(task), `${task.destinationPrefix}/${task.taskId}/${file}`, body, this.#closing.signal);
  }
}

export const bucketOf = ({ scope, logGroupName, destination }: Pick<ExportRow, 'scope' | 'logGroupName' | 'destination'>) => ({
  scope,
  groupArn: `${groupArn(scope, logGroupName)}:*`,
  bucket: destination,
});
