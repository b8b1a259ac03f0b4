/**
 * One link of the chain: reads what is known so far, returns what it adds. The context grows by type, so a step cannot
 * read what no earlier step has written.
 */
export type Step<Known, Added> = (known: Known) => Added | Promise<Added>;

export interface Sequence<Start, Known> {
  /** A step that adds nothing returns undefined. */
  step<Added extends object | undefined>(run: Step<Known, Added>): Sequence<Start, Added extends object ? Known & Added : Known>;
  /** Runs the steps in order on one context; a throw ends the run, and what was added until then stays on `start`. At once where no step waits. */
  run(start: Start): Known | Promise<Known>;
}

export const sequence = <Start extends object>(): Sequence<Start, Start> => extend<Start, Start>([]);

function extend<Start extends object, Known>(steps: readonly Step<never, unknown>[]): Sequence<Start, Known> {
  const runFrom = (first: number, start: Start): Known | Promise<Known> => {
    for (let at = first; at < steps.length; at++) {
      const added = steps[at]?.(start as never);
      if (added instanceof Promise) {
        return added.then((waitedFor) => {
          Object.assign(start, waitedFor);
          return runFrom(at + 1, start);
        });
      }
      if (added !== undefined) Object.assign(start, added);
    }
    return start as unknown as Known;
  };
  return {
    step: <Added extends object | undefined>(run: Step<Known, Added>) =>
      extend<Start, Added extends object ? Known & Added : Known>([...steps, run]),
    run: (start) => runFrom(0, start),
  };
}
