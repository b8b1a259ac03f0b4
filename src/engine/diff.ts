import type { Wanted } from './ports.ts';

/**
 * What a change costs a running job. `ignore`: nothing. `live`: done without touching the job. `restart`: savepoint, stop,
 * start again. `upgrade`: the same with another Flink.
 */
export type Cost = 'ignore' | 'live' | 'restart' | 'upgrade';

/** Every field of what is wanted, and what changing it costs. A new field does not compile until it has its price. */
const COSTS: { readonly [Field in keyof Wanted]-?: Cost | ((before: Wanted, after: Wanted) => Cost) } = {
  runtime: 'upgrade',
  roleArn: 'restart',
  code: 'restart',
  checkpoint: 'restart',
  monitoring: 'live',
  parallelism: (before, after) =>
    before.parallelism.parallelism === after.parallelism.parallelism && before.parallelism.perKpu === after.parallelism.perKpu
      ? 'ignore'
      : 'restart',
  propertyGroups: 'restart',
  snapshots: 'ignore',
  systemRollback: 'ignore',
  loggingOption: 'live',
};

const ORDER: readonly Cost[] = ['ignore', 'live', 'restart', 'upgrade'];

/** The price of going from one configuration to another. */
export function costOf(before: Wanted, after: Wanted): Cost {
  let worst = 0;
  for (const field of Object.keys(COSTS) as (keyof Wanted)[]) {
    if (JSON.stringify(before[field]) === JSON.stringify(after[field])) continue;
    const cost = COSTS[field];
    worst = Math.max(worst, ORDER.indexOf(typeof cost === 'function' ? cost(before, after) : cost));
  }
  return ORDER[worst] ?? 'ignore';
}
