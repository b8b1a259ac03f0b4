/** When an application is scaled by itself. */
export interface ScalingRule {
  /** One datapoint per period. */
  readonly periodMs: number;
  readonly up: { readonly percent: number; readonly datapoints: number };
  readonly down: { readonly percent: number; readonly datapoints: number };
  /** How many CPUs of this machine count as 100 % of a KPU. */
  readonly kpuCpus: number;
  readonly maxKpus: number;
}

/**
 * aws: up at 75 % or more for 15 consecutive one-minute datapoints, down below 10 % for 360; 1 KPU = 1 vCPU; 64 KPUs
 * — developer guide, how-scaling-auto and limits
 */
export const MSF_SCALING: ScalingRule = {
  periodMs: 60_000,
  up: { percent: 75, datapoints: 15 },
  down: { percent: 10, datapoints: 360 },
  kpuCpus: 1,
  maxKpus: 64,
};

/** What the CPU figures of an application say. */
export interface Load {
  /** The busiest TaskManager in the last period. */
  readonly percent: number;
  readonly pressure: 'up' | 'down' | undefined;
}

/** CPU time of TaskManagers by process id, in milliseconds. */
export type CpuTimes = ReadonlyMap<number, number>;

/**
 * The datapoints of one attempt. Kept in memory only: a Millrace that is started again begins to count anew, which scales later,
 * never wrongly.
 */
export class CpuWatch {
  #attempt: number | undefined;
  #at = 0;
  #times: CpuTimes = new Map();
  #high = 0;
  #low = 0;
  #percent: number | undefined;

  due(attempt: number, now: number, rule: ScalingRule): boolean {
    return attempt !== this.#attempt || now - this.#at >= rule.periodMs;
  }

  add(attempt: number, now: number, times: CpuTimes, rule: ScalingRule): void {
    if (attempt !== this.#attempt) {
      [this.#attempt, this.#high, this.#low, this.#percent] = [attempt, 0, 0, undefined];
    } else {
      const elapsed = (now - this.#at) * rule.kpuCpus;
      // aws: the maximum of containerCPUUtilization over the TaskManagers — developer guide, how-scaling-auto
      const used = [...times].flatMap(([pid, ms]) => {
        const before = this.#times.get(pid);
        return before === undefined || elapsed <= 0 ? [] : [(100 * (ms - before)) / elapsed];
      });
      if (used.length > 0) {
        this.#percent = Math.min(100, Math.max(...used));
        this.#high = this.#percent >= rule.up.percent ? this.#high + 1 : 0;
        this.#low = this.#percent < rule.down.percent ? this.#low + 1 : 0;
      }
    }
    [this.#at, this.#times] = [now, times];
  }

  /** It has been acted on: whether or not that succeeds, the next time takes as many datapoints again. */
  startOver(): void {
    [this.#high, this.#low] = [0, 0];
  }

  load(rule: ScalingRule): Load | undefined {
    if (this.#percent === undefined) return undefined;
    const pressure = this.#high >= rule.up.datapoints ? 'up' : this.#low >= rule.down.datapoints ? 'down' : undefined;
    return { percent: Math.round(this.#percent), pressure };
  }
}
