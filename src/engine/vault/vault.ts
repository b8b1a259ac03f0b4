import { type Clock, type Logger, messageOf } from '#core';
import type { ObjectBox, SnapshotStore } from './ports.ts';
import { transfer } from './transfers.ts';

export interface VaultNeeds {
  readonly store: SnapshotStore;
  readonly objects: ObjectBox;
  readonly snapshotRoot: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** For tests: called between any two steps, and may throw as a crash would. */
  readonly step?: (name: string) => void;
}

const TRIES = 3;
const BETWEEN_TRIES_MS = 1_000;

/**
 * Keeps the account's snapshots: moves them from and to S3, and deletes their files. What is to be done stands in the store, so
 * after a crash it is simply done again from the beginning.
 */
export class SnapshotVault {
  readonly #needs: VaultNeeds;
  readonly #closing = new AbortController();
  readonly #tries = new Map<string, number>();
  #working: Promise<void> | undefined;
  #again = false;

  constructor(needs: VaultNeeds) {
    this.#needs = needs;
  }

  /** There may be something to do. */
  wake(): void {
    if (this.#closing.signal.aborted) return;
    this.#again = true;
    this.#working ??= this.#loop().finally(() => {
      this.#working = undefined;
      if (this.#again) this.wake();
    });
  }

  /** Does the oldest work there is; false when there is none. */
  async work(): Promise<boolean> {
    const { store, step = () => {}, objects, snapshotRoot } = this.#needs;
    const [work] = store.work();
    if (!work) return false;
    const signal = this.#closing.signal;
    try {
      const outcome = await transfer(work, { objects, snapshotRoot, step }, signal);
      store.record(work, outcome);
    } catch (thrown) {
      signal.throwIfAborted();
      const tries = (this.#tries.get(work.operationId) ?? 0) + 1;
      this.#tries.set(work.operationId, tries);
      if (tries < TRIES) throw thrown;
      store.record(work, { done: false, code: 'InternalFailure', reason: messageOf(thrown) });
    }
    this.#tries.delete(work.operationId);
    return true;
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('Millrace is going down'));
    await this.#working?.catch(() => {});
  }

  async #loop(): Promise<void> {
    while (this.#again && !this.#closing.signal.aborted) {
      this.#again = false;
      try {
        while (await this.work());
      } catch (thrown) {
        if (this.#closing.signal.aborted) return;
        this.#needs.logger.error({ reason: messageOf(thrown), thrown }, 'a snapshot could not be moved');
        await this.#needs.clock.sleep(BETWEEN_TRIES_MS, this.#closing.signal).catch(() => {});
        this.#again = true;
      }
    }
  }
}
