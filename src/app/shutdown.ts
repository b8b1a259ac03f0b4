import { type Logger, messageOf } from '#core';

/** What has been opened, to be closed in the opposite order: at the end, or when something later could not be opened. */
export class Shutdown {
  readonly #logger: Logger;
  readonly #steps: { readonly what: string; readonly close: () => unknown }[] = [];

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Remembers how to close what was just opened. */
  add(what: string, close: () => unknown): void {
    this.#steps.push({ what, close });
  }

  /** Closes everything; what cannot be closed does not keep the rest open. */
  async run(): Promise<void> {
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      try {
        await step.close();
      } catch (failure) {
        this.#logger.error({ what: step.what, reason: messageOf(failure) }, 'could not be closed');
      }
    }
  }
}
