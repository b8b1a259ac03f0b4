import { Checkpoints } from './checkpoints.ts';
import { openSqlite, type SqliteDatabase, type Statement } from './sqlite.ts';
import { noSync, type WalSync, walSync } from './wal-sync.ts';

/** One step of an owner's schema, applied once, in order. */
export interface Migration {
  /** e.g. `001-streams` */
  readonly name: string;
  readonly sql: string;
}

interface Batch {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * The metadata of a data directory: one SQLite file, used synchronously, so that an operation's read-check-write
 * cannot be interrupted. Writes that come together share one commit, and commits one sync of the log (group commit):
 * while a sync is on its way beside the event loop, what is written is gathered for the next. An answer waits for
 * `settled()`, so what was acknowledged, or seen by a reader that was answered, is on the disk.
 */
export class Database {
  readonly #sqlite: SqliteDatabase;
  readonly #wal: WalSync;
  readonly #checkpoints: Checkpoints | undefined;
  readonly #statements = new Map<string, Statement>();
  readonly #savepoints: { readonly begin: Statement; readonly release: Statement; readonly undo: Statement }[] = [];
  /** Writes that are not committed yet. */
  #batch: Batch | undefined;
  /** Writes that are committed, and on their way to the disk. */
  #syncing: Batch | undefined;
  /** A sync has failed: what the disk has is unknown from then on, and nothing more is promised. — LWN 752063, "PostgreSQL's fsync() surprise" */
  #broken: { readonly reason: unknown } | undefined;
  #depth = 0;
  /** Of the batch. */
  #transactions = 0;
  #undone = 0;
  /** Transactions that are to run just before the next commit. */
  #waiting: (() => void)[] = [];
  #gathering = false;
  #closed = false;

  constructor(path: string, wal: WalSync = path === ':memory:' ? noSync : walSync(path)) {
    this.#sqlite = openSqlite(path);
    this.#wal = wal;
    this.#checkpoints = path === ':memory:' ? undefined : new Checkpoints(path, this.#sqlite);
    this.#sqlite.exec('CREATE TABLE IF NOT EXISTS migration (owner TEXT, name TEXT, PRIMARY KEY (owner, name)) WITHOUT ROWID');
  }

  /** Brings an owner's tables up to date. Runs at start, before any request. */
  migrate(owner: string, migrations: readonly Migration[]): void {
    const known = new Set(
      (this.statement('SELECT name FROM migration WHERE owner = ?').all(owner) as { name: string }[]).map((r) => r.name),
    );
    for (const { name, sql } of migrations) {
      if (known.has(name)) continue;
      this.transaction(() => {
        this.#sqlite.exec(sql);
        this.statement('INSERT INTO migration (owner, name) VALUES (?, ?)').run(owner, name);
      });
    }
  }

  /** A prepared statement, compiled once per text. Writes must happen inside `transaction`. */
  statement(sql: string): Statement {
    let prepared = this.#statements.get(sql);
    if (!prepared) {
      prepared = this.#sqlite.prepare(sql);
      this.#statements.set(sql, prepared);
    }
    return prepared;
  }

  /** Runs `work` atomically: if it throws, nothing of it remains. Synchronous by design; may be nested. */
  transaction<T>(work: () => T): T {
    this.#openBatch();
    if (this.#depth === 0) this.#transactions++;
    const savepoint = this.#savepoint(this.#depth++);
    savepoint.begin.get();
    try {
      const result = work();
      if (result instanceof Promise) throw new TypeError('a transaction must be synchronous');
      savepoint.release.get();
      return result;
    } catch (thrown) {
      this.#undone++;
      savepoint.undo.get();
      savepoint.release.get();
      throw thrown;
    } finally {
      this.#depth--;
    }
  }

  /**
   * The same with others that come now, one after the other, just before they are committed: what is done several times in a row finds its code and
   * its pages in the processor's caches. Resolves when it is durable.
   */
  together<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => {
        try {
          const result = this.transaction(work);
          (this.#batch as Batch).promise.then(() => resolve(result), reject);
        } catch (thrown) {
          reject(thrown);
        }
      });
      this.#gather();
    });
  }

  /** How many transactions were undone so far: whoever remembers what was written in a batch that is pending may have to forget it. */
  get undone(): number {
    return this.#undone;
  }

  /** Resolves when everything written so far is durable; at once where nothing is pending. */
  settled(): Promise<void> {
    return this.pending() ?? SETTLED;
  }

  /** The same, undefined where nothing is pending. */
  pending(): Promise<void> | undefined {
    return (this.#batch ?? this.#syncing)?.promise;
  }

  close(): void {
    if (this.#closed) return;
    this.#runWaiting();
    const batch = this.#commit();
    this.#closed = true;
    this.#checkpoints?.close();
    try {
      this.#wal.close();
      batch?.resolve();
      this.#syncing?.resolve();
    } catch (failure) {
      batch?.reject(failure);
      this.#syncing?.reject(failure);
    }
    this.#sqlite.close();
  }

  #savepoint(depth: number) {
    let savepoint = this.#savepoints[depth];
    if (!savepoint) {
      const name = `s${depth}`;
      savepoint = {
        begin: this.#sqlite.prepare(`SAVEPOINT ${name}`),
        release: this.#sqlite.prepare(`RELEASE ${name}`),
        undo: this.#sqlite.prepare(`ROLLBACK TO ${name}`),
      };
      this.#savepoints[depth] = savepoint;
    }
    return savepoint;
  }

  #openBatch(): void {
    if (this.#batch) return;
    if (this.#broken) throw this.#broken.reason;
    this.statement('BEGIN IMMEDIATE').get();
    let resolve!: () => void;
    let reject!: (reason: unknown) => void;
    const promise = new Promise<void>((yes, no) => {
      resolve = yes;
      reject = no;
    });
    promise.catch(() => {}); // whoever awaits settled() hears of it; nobody else must crash
    this.#batch = { promise, resolve, reject };
    if (!this.#syncing) this.#gather();
  }

  /**
   * A commit costs as much for one write as for ten: while each turn of the event loop brings more writers it waits for the next turn, for
   * `GATHERED_TURNS` at most. Nobody waits for a timer, and who comes alone waits for one turn that finds nothing.
   */
  #gather(): void {
    if (this.#gathering) return;
    this.#gathering = true;
    const come = () => this.#transactions + this.#waiting.length;
    let seen = come();
    let turns = 0;
    const look = () => {
      const now = come();
      if (now !== seen && ++turns <= GATHERED_TURNS) {
        seen = now;
        setImmediate(look);
        return;
      }
      this.#runWaiting();
      this.#gathering = false;
      this.#turn();
    };
    setImmediate(look);
  }

  #runWaiting(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const run of waiting) run();
  }

  /** Commits what was gathered and sends it to the disk, unless something is on its way there: its end is the next turn. */
  readonly #turn = (): void => {
    if (this.#syncing || this.#closed) return;
    const batch = this.#commit();
    if (!batch) return;
    this.#checkpoints?.committed(this.#transactions);
    this.#transactions = 0;
    this.#syncing = batch;
    this.#wal.sync().then(
      () => this.#synced(batch, undefined),
      (reason: unknown) => this.#synced(batch, { reason }),
    );
  };

  #synced(batch: Batch, failure: { readonly reason: unknown } | undefined): void {
    if (this.#closed) return; // close has decided
    this.#syncing = undefined;
    this.#broken ??= failure;
    if (failure) batch.reject(failure.reason);
    else batch.resolve();
    // not now: those who waited answer first, and what has arrived meanwhile goes along
    if (this.#batch) setImmediate(this.#turn);
  }

  /** Ends the transaction; the batch is not durable yet. Undefined where there is none, or it failed. */
  #commit(): Batch | undefined {
    const batch = this.#batch;
    if (!batch) return undefined;
    this.#batch = undefined;
    try {
      if (this.#broken) throw this.#broken.reason;
      this.statement('COMMIT').get();
      return batch;
    } catch (failure) {
      try {
        this.#sqlite.exec('ROLLBACK');
      } catch {
        // SQLite has already rolled back
      }
      batch.reject(failure);
      return undefined;
    }
  }
}

const SETTLED = Promise.resolve();

const GATHERED_TURNS = 6;
