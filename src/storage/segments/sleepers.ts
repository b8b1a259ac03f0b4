/** Those who wait until a log holds a record. */
export class Sleepers {
  readonly #wakes = new Set<(whatever: boolean) => void>();
  #stirs = 0;

  /** How often all of them have been woken: whoever looks at the log and then waits misses nothing in between. */
  get stirs(): number {
    return this.#stirs;
  }

  /** Resolves when there is what is waited for, when all are woken whatever they wait for, or when the signal aborts. */
  sleep(isThere: () => boolean, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = (whatever: boolean) => {
        if (!whatever && !isThere()) return;
        this.#wakes.delete(wake);
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      const abort = () => wake(true);
      this.#wakes.add(wake);
      signal?.addEventListener('abort', abort);
    });
  }

  /** Records have come. */
  wake(): void {
    if (this.#wakes.size > 0) for (const wake of [...this.#wakes]) wake(false);
  }

  stir(): void {
    this.#stirs++;
    for (const wake of [...this.#wakes]) wake(true);
  }
}
