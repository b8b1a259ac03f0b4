import type { Scope } from '#core';
import type { GroupRow, StreamRow } from './store.ts';
import type { NewEvent } from './writing.ts';

/** Events that have just become durable. */
export interface Arrival {
  readonly scope: Pick<Scope, 'account' | 'region'>;
  readonly group: GroupRow;
  readonly stream: StreamRow;
  readonly events: readonly NewEvent[];
  readonly ingestionTime: number;
}

/** Those who watch events come in. */
export class Tails {
  readonly #listeners = new Set<(arrival: Arrival) => void>();

  announce(arrival: Arrival): void {
    for (const listener of this.#listeners) listener(arrival);
  }

  get count(): number {
    return this.#listeners.size;
  }

  /** Answers how to stop listening. */
  listen(listener: (arrival: Arrival) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
