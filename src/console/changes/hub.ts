import type { ApiCall, Audit, Clock, Scope } from '#core';
import type { Signer } from '#gateway';
import { concerns, type Kind } from './kinds.ts';
import { namesIn, rulesOf } from './of-calls.ts';
import { Reader } from './reader.ts';

/** Ours: pages that are open at the same time. */
const READERS = 200;
/** Ours: a stream's CREATING, UPDATING and DELETING end by themselves, without a call that could be seen. */
const STREAM_SETTLES_MS = 500;

/** Tells open pages what has changed, from what passes by anyway: answered calls, and what the engine and the alarms write down. */
export class Changes implements Audit {
  readonly #clock: Clock;
  readonly #readers = new Set<Reader>();
  readonly #closed = new AbortController();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Nothing at all is done where nobody reads. */
  wants(service: string, operation: string): boolean {
    return this.#readers.size > 0 && rulesOf(service, operation).length > 0;
  }

  record({ service, operation, scope, input, error }: ApiCall): void {
    if (error) return;
    const told = () => {
      for (const rule of rulesOf(service.name, operation)) {
        for (const name of namesIn(rule, input)) for (const kind of rule.kinds) this.tell(kind, scope, name);
      }
    };
    told();
    if (service.name === 'kinesis') this.#clock.sleep(STREAM_SETTLES_MS, this.#closed.signal).then(told, () => {});
    if (service.name === 'iam') for (const reader of this.#readers) reader.reconsider();
  }

  tell(kind: Kind, where: Scope, name: string): void {
    if (this.#readers.size === 0) return;
    const change = { kind, name, at: this.#clock.millis() };
    for (const reader of this.#readers) if (concerns(kind, where, reader.signer.scope)) reader.tell(change);
  }

  /** What a page is told from now on; undefined where too many are open. */
  read(signer: Signer, gone: AbortSignal): AsyncIterable<Uint8Array> | undefined {
    if (this.#closed.signal.aborted || this.#readers.size >= READERS) return undefined;
    return this.#events(new Reader(signer, this.#clock, gone));
  }

  async *#events(reader: Reader): AsyncGenerator<Uint8Array> {
    this.#readers.add(reader);
    try {
      yield* reader.events();
    } finally {
      this.#readers.delete(reader);
    }
  }

  close(): void {
    this.#closed.abort();
    for (const reader of this.#readers) reader.end();
  }
}
