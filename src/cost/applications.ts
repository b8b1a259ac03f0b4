import { type Database, Table } from '#storage';
import { HOUR_MS, MONTH_HOURS, resourceOf, STORAGE_GB_PER_KPU } from './kinds.ts';
import type { Place, UsageLedger } from './ledger.ts';

/** The engine's meter of an application, before and after a look. */
export interface EngineMeter {
  readonly kpuMs: number;
  readonly at?: number;
  /** Those of the job and the one of the orchestration. */
  readonly kpus?: number;
}

/** A start that has not been stopped: what it has used so far counts towards AWS's minimum. */
interface Run {
  readonly kpuMs: number;
  readonly kpus: number;
}

/** aws: "There is a ten-minute minimum charge per application" — developer guide, "Per second billing" */
const MINIMUM_MS = 600_000;

/** Writes down what the engine counts, in its transaction: nothing is lost that the engine has not lost. */
export class ApplicationUsage {
  readonly #ledger: UsageLedger;
  readonly #runs: Table<Run>;

  constructor(ledger: UsageLedger, database: Database) {
    this.#ledger = ledger;
    this.#runs = new Table(database, { name: 'cost_run', key: ['application'] });
  }

  /** `ending`: the application is being stopped, so that its run is over when nothing runs any more. */
  metered(place: Place, name: string, before: EngineMeter | undefined, after: EngineMeter, ending: boolean): void {
    const used = after.kpuMs - (before?.kpuMs ?? 0);
    const { at, kpus } = before ?? {};
    const runs = this.#runs.in(place);
    const run = runs.get(name);
    if (used > 0 && at !== undefined && kpus !== undefined) {
      const until = at + used / kpus;
      const resource = resourceOf('application', name);
      const hours = used / kpus / HOUR_MS;
      this.#ledger.spread(place, resource, 'kpu-hours', hours * (kpus - 1), at, until);
      this.#ledger.spread(place, resource, 'orchestration-kpu-hours', hours, at, until);
    }
    const kpuMs = (run?.kpuMs ?? 0) + used;
    if (after.at !== undefined) runs.put([name], { kpuMs, kpus: after.kpus ?? 1 });
    else if (ending) this.#ended(place, name, run && { ...run, kpuMs }, at ?? 0);
    else if (run) runs.put([name], { ...run, kpuMs });
  }

  #ended(place: Place, name: string, run: Run | undefined, at: number): void {
    if (!run) return;
    this.#runs.in(place).delete(name);
    const missing = (run.kpus * MINIMUM_MS - run.kpuMs) / HOUR_MS;
    const resource = resourceOf('application', name);
    this.#ledger.add(place, resource, 'minimum-kpu-hours', missing, at);
    // aws: the storage of the job's KPUs is charged for as long — developer guide, as above
    const stored = ((missing / run.kpus) * (run.kpus - 1) * STORAGE_GB_PER_KPU) / MONTH_HOURS;
    this.#ledger.add(place, resource, 'running-storage', stored, at);
  }
}
