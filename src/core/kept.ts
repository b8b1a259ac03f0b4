/** What was read lately, by key: so much of it as fits, by weights. What was kept first goes first. */
export class Kept<Key, Value> {
  readonly #room: number;
  readonly #entries = new Map<Key, { readonly value: Value; readonly weight: number }>();
  #weight = 0;

  /** `room`: the sum of weights that may be there. */
  constructor(room: number) {
    this.#room = room;
  }

  get(key: Key): Value | undefined {
    return this.#entries.get(key)?.value;
  }

  /** Nothing where it would fill a large part of the room by itself. */
  keep(key: Key, value: Value, weight: number): void {
    if (weight > this.#room / 64) return;
    this.forget(key);
    this.#entries.set(key, { value, weight });
    this.#weight += weight;
    if (this.#weight <= this.#room) return;
    for (const oldest of this.#entries.keys()) {
      this.forget(oldest);
      if (this.#weight <= this.#room) return;
    }
  }

  forget(key: Key): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#weight -= entry.weight;
  }
}
