import { closeSync, fdatasync, fdatasyncSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes what was committed durable, beside the event loop. */
export interface WalSync {
  /** Resolves when every commit so far survives the loss of power. One at a time. */
  sync(): Promise<void>;
  /** The same, waiting; afterwards the file is let go. */
  close(): void;
}

/**
 * Syncs the write-ahead log of a database. SQLite appends to one file from its first transaction until its last connection is
 * closed (a restarted log begins at the file's start again), so one descriptor does. SQLite itself syncs what it must in order:
 * the header of a restarted log, the log before a checkpoint, the database after it. — sqlite.org/wal.html, sqlite.org/pragma.html#pragma_synchronous
 */
export function walSync(database: string): WalSync {
  const path = `${database}-wal`;
  let descriptor: number | undefined;
  let running = false;
  let closed = false;
  const letGo = () => {
    if (descriptor !== undefined) closeSync(descriptor);
    descriptor = undefined;
  };
  return {
    sync: () =>
      new Promise((resolve, reject) => {
        descriptor ??= firstOpened(path);
        running = true;
        fdatasync(descriptor, (failure) => {
          running = false;
          if (closed) letGo();
          if (failure) reject(failure);
          else resolve();
        });
      }),
    close: () => {
      closed = true;
      if (descriptor !== undefined) fdatasyncSync(descriptor);
      if (!running) letGo();
    },
  };
}

/** The log is as durable as its name: SQLite syncs its folder only with its own first sync of it, which may be hours away. */
function firstOpened(path: string): number {
  const descriptor = openSync(path, 'r+');
  const folder = openSync(dirname(path), 'r');
  fsyncSync(folder);
  closeSync(folder);
  return descriptor;
}

/** For a database that lives in memory, or need not survive the loss of power. */
export const noSync: WalSync = { sync: () => Promise.resolve(), close: () => {} };
