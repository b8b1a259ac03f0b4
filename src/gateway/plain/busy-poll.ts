import type { Clock } from '#core';

/** Milliseconds. From an answer to the next request, clients on the same machine that ask one thing after the other take 0.05 to 0.4. */
const SOON = 0.5;

/**
 * While one client asks one thing after the other, its next request is looked for and not slept for: a core that has to be woken for each is as
 * slow as after a long rest. Whoever last took longer than `SOON`, or shares the server with others, is slept for, so that at most that much
 * is looked for in vain.
 */
export class BusyPoll {
  readonly #clock: Clock;
  readonly #later: (then: () => void) => unknown;
  /** Who was answered last, and when; nobody once something else has come. */
  #answered: object | undefined;
  #answeredAt = 0;
  /** Whether he came back soon the last time. */
  #soon = false;
  #looking = false;

  /** `later` calls back when the events that are there have been handled, and keeps the loop from sleeping until then. */
  constructor(clock: Clock, later: (then: () => void) => unknown = setImmediate) {
    this.#clock = clock;
    this.#later = later;
  }

  /** A client asks for something. */
  came(client: object): void {
    this.#soon = client === this.#answered && this.#isSoon();
    this.#answered = undefined;
  }

  answered(client: object): void {
    this.#answered = client;
    this.#answeredAt = this.#clock.elapsed();
    if (!this.#soon || this.#looking) return;
    this.#looking = true;
    this.#later(this.#look);
  }

  readonly #look = (): void => {
    this.#looking = this.#soon && this.#answered !== undefined && this.#isSoon();
    if (this.#looking) this.#later(this.#look);
  };

  #isSoon(): boolean {
    return this.#clock.elapsed() - this.#answeredAt < SOON;
  }
}
