/** What a number of samples came to. */
export interface Tallied {
  readonly name: string;
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
}

/** Samples by name, kept as their count, sum, least and greatest: each costs the same, however many there are. */
export class Tallies {
  #all = new Map<string, { name: string; count: number; sum: number; min: number; max: number }>();

  add(name: string, value: number): void {
    const tally = this.#all.get(name);
    if (!tally) {
      this.#all.set(name, { name, count: 1, sum: value, min: value, max: value });
      return;
    }
    tally.count++;
    tally.sum += value;
    if (value < tally.min) tally.min = value;
    if (value > tally.max) tally.max = value;
  }

  /** What was added since the last time. */
  drain(): readonly Tallied[] {
    if (this.#all.size === 0) return [];
    const all = this.#all;
    this.#all = new Map();
    return [...all.values()];
  }
}
