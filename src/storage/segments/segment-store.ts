import { join, sep } from 'node:path';
import { type Clock, type Logger, MemoryPool, silentLogger } from '#core';
import { Digests } from './digests.ts';
import { HandlePool } from './handle-pool.ts';
import { listNames, removeTree } from './log-files.ts';
import type { LogSurroundings } from './log-surroundings.ts';
import { SegmentLog } from './segment-log.ts';

export interface SegmentStoreOptions {
  /** The folder of all logs; nothing else may be in it. */
  readonly directory: string;
  readonly clock: Clock;
  /** Is told what was repaired. */
  readonly logger?: Logger;
  /** Whether an append survives the loss of power, not only of the process. */
  readonly fsync?: boolean;
  readonly segmentBytes?: number;
  readonly segmentMillis?: number;
  /** How many files may be open at once. */
  readonly openFiles?: number;
  /** The logs will be searched: what stands in their blocks is written down beside them, one hundredth of their size. */
  readonly digests?: boolean;
}

/** The append-only logs of a directory, by name: `<group>/<log>`. Opening the store looks at none of them. */
export class SegmentStore {
  readonly #directory: string;
  readonly #surroundings: LogSurroundings;
  readonly #logs = new Map<string, Promise<SegmentLog>>();

  constructor(options: SegmentStoreOptions) {
    this.#directory = options.directory;
    const pool = new HandlePool(options.openFiles ?? 256);
    const memory = new MemoryPool();
    this.#surroundings = {
      pool,
      digests: options.digests ? new Digests(pool, memory, options.clock) : undefined,
      clock: options.clock,
      logger: options.logger ?? silentLogger,
      memory,
      fsync: options.fsync ?? true,
      segmentBytes: options.segmentBytes ?? 64 * 1024 * 1024,
      segmentMillis: options.segmentMillis ?? 6 * 3600_000,
    };
  }

  /** The log of that name, opened at its first use. */
  log(group: string, name: string): Promise<SegmentLog> {
    const key = `${checked(group)}/${checked(name)}`;
    let log = this.#logs.get(key);
    if (!log) {
      log = SegmentLog.open(join(this.#directory, group, name), this.#surroundings);
      this.#logs.set(key, log);
      log.catch(() => this.#logs.delete(key)); // the next one tries again
    }
    return log;
  }

  /** Removes a group with all its logs. */
  async remove(group: string): Promise<void> {
    const prefix = `${checked(group)}/`;
    for (const [key, log] of [...this.#logs]) {
      if (!key.startsWith(prefix)) continue;
      this.#logs.delete(key);
      await log.then(
        (opened) => opened.destroy(),
        () => {},
      );
    }
    await removeTree(join(this.#directory, group));
  }

  /** Removes one log of a group. */
  async drop(group: string, name: string): Promise<void> {
    const key = `${checked(group)}/${checked(name)}`;
    const log = this.#logs.get(key);
    this.#logs.delete(key);
    await log?.then(
      (opened) => opened.destroy(),
      () => {},
    );
    await removeTree(join(this.#directory, group, name));
  }

  /** The groups that have files. */
  groups(): Promise<string[]> {
    return listNames(this.#directory);
  }

  /** The logs of a group that have files. */
  logs(group: string): Promise<string[]> {
    return listNames(join(this.#directory, checked(group)));
  }

  /** How many files are open at the moment. */
  get openFiles(): number {
    return this.#surroundings.pool.size;
  }

  async close(): Promise<void> {
    await this.#surroundings.digests?.close();
    await Promise.all(
      [...this.#logs.values()].map((log) =>
        log.then(
          (opened) => opened.close(),
          () => {},
        ),
      ),
    );
    this.#logs.clear();
    await this.#surroundings.pool.close();
  }
}

/** Names become folders: none may lead elsewhere. */
function checked(name: string): string {
  if (name === '' || name === '.' || name === '..' || name.includes('/') || name.includes(sep)) {
    throw new TypeError(`not a name of a log: ${name}`);
  }
  return name;
}
