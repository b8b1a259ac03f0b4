/**
 * One link of the chain: reads what is known so far, returns what it adds. The context grows by type, so a step cannot
 * read what no earlier step has written.
 */
export type Step<Known, Added> = (known: Known) => Added | Promise<Added>;

export interface Sequence<Start, Known> {
  /** A step that adds nothing returns undefined. */
  step<Added extends object | undefined>(run: Step<Known, Added>): Sequence<Start, Added extends object ? Known & Added : Known>;
  /** Runs the steps in order on one context; a throw ends the run, and what was added until then stays on `start`. */
  run(start: Start): Promise<Known>;
}

export const sequence = <Start extends object>(): Sequence<Start, Start> => extend<Start, Start>([]);

function extend<Start extends object, Known>(steps: readonly Step<never, unknown>[]): Sequence<Start, Known> {
  return {
    step: <Added extends object | undefined>(run: Step<Known, Added>) =>
      extend<Start, Added extends object ? Known & Added : Known>([...steps, run]),
    run: async (start) => {
      for (const step of steps) {
        const added = step(start as never);
        // most steps are synchronous: waiting for each would cost more than they do
        Object.assign(start, added instanceof Promise ? await added : added);
      }
      return start as unknown as Known;
    },
  };
}
