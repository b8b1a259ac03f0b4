import { Worker } from 'node:worker_threads';
import { DRIVER, type SqliteDatabase } from './sqlite.ts';

/** So many transactions make a log that is worth copying: some 4,000 pages where objects of a few KiB are written. */
const EVERY = 1500;
/** What is left to the connection that writes, in pages of the log: copied between two commits, it stops nobody for long. */
const REST = 256;
/** How often the other thread goes after what was written while it copied. */
const ROUNDS = 4;
/** Longest wait for a copy that is underway, in milliseconds, before the database is closed all the same. */
const PATIENCE = 10_000;

/** A thread of its own with a connection of its own. A text, as one file of ours runs the same from its source: see services/s3/checksums/digests.ts. */
export const WORKER = `
const { parentPort, workerData } = require('node:worker_threads');
const { driver, path, shared } = workerData;
const { DatabaseSync } = require(driver);
const working = new Int32Array(shared);
let database; // kept as well: a statement does not keep its database, which would be closed when memory is cleaned up
let copy;
parentPort.on('message', () => {
  let left = -1;
  try {
    database ??= new DatabaseSync(path);
    copy ??= database.prepare('PRAGMA wal_checkpoint(PASSIVE)');
    const { log, checkpointed } = copy.get();
    left = log - checkpointed;
  } catch {} // the one that writes does it, or hears of it
  Atomics.store(working, 0, 0);
  Atomics.notify(working, 0);
  parentPort.postMessage(left);
});`;

/**
 * Copies the write-ahead log into the database beside the event loop. SQLite would do it within a commit: tens of milliseconds of writing and
 * syncing that every request waits for. A log begins anew only if all of it was copied when a transaction begins, and transactions never stop
 * under load: so the other thread copies almost all of it, and the connection that writes the little that came meanwhile. — sqlite.org/wal.html, "Checkpointing"
 */
export class Checkpoints {
  readonly #path: string;
  readonly #sqlite: SqliteDatabase;
  readonly #working = new Int32Array(new SharedArrayBuffer(4));
  #worker: Worker | undefined;
  #since = 0;
  #rounds = 0;
  /** Whether the rest is due. */
  #rest = false;
  #alone = false;

  constructor(path: string, sqlite: SqliteDatabase) {
    this.#path = path;
    this.#sqlite = sqlite;
  }

  /** To be called after a commit of so many transactions, before the next one begins. */
  committed(transactions: number): void {
    this.#since += transactions;
    if (this.#rest) {
      this.#rest = false;
      this.#since = 0;
      try {
        this.#sqlite.exec('PRAGMA wal_checkpoint(PASSIVE)');
      } catch {} // the log has everything; SQLite does not fail a commit for it either
    } else if (this.#since >= EVERY && this.#rounds === 0) {
      if (this.#alone) this.#rest = true;
      else this.#copy();
    }
  }

  /** Waits for what is underway: afterwards nothing is written any more. */
  close(): void {
    Atomics.wait(this.#working, 0, 1, PATIENCE);
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
  }

  #copy(): void {
    this.#rounds++;
    this.#worker ??= this.#start();
    Atomics.store(this.#working, 0, 1);
    this.#worker.postMessage(undefined);
  }

  #copied(left: number): void {
    if (left > REST && this.#rounds < ROUNDS) this.#copy();
    else {
      this.#rounds = 0;
      this.#rest = true;
      this.#alone ||= left < 0;
    }
  }

  #start(): Worker {
    const workerData = { driver: DRIVER, path: this.#path, shared: this.#working.buffer };
    const worker = new Worker(WORKER, { eval: true, name: 'checkpoints', workerData });
    worker.on('message', (left: number) => {
      if (this.#worker === worker) this.#copied(left);
    });
    const failed = () => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      Atomics.store(this.#working, 0, 0);
      this.#copied(-1);
    };
    worker.on('error', failed);
    worker.on('exit', failed);
    // last: to listen for messages is to hold the process
    worker.unref();
    return worker;
  }
}
