/** An instant shows as a date; everywhere else it is its milliseconds. */
export class Instant {
  readonly millis: number;

  constructor(millis: number) {
    this.millis = millis;
  }
}

/** A map or a list, as jsonParse makes them; it shows as JSON. */
export class Structure {
  readonly of: object;

  constructor(of: object) {
    this.of = of;
  }
}

/** `undefined`: there is no such field. */
export type Value = string | number | boolean | Instant | Structure | undefined;

export function fromJson(json: unknown): Value {
  if (json === null || json === undefined) return undefined;
  return typeof json === 'object' ? new Structure(json) : (json as string | number | boolean);
}

/** What is at `b.0.c` or `b[0].c` within a structure. */
export const within = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, name)
        ? (inner as Record<string, unknown>)[name]
        : undefined,
    value,
  );

/** The names in ``a.`b-c`[0]``. */
export const pathOf = (name: string): string[] =>
  [...name.matchAll(/`([^`]*)`|[^.[\]`]+/g)].map(([all, quoted]) => quoted ?? all);

export function numberOf(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (value instanceof Instant) return value.millis;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

export function textOf(value: Value): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return shown(value);
  if (value instanceof Structure) return JSON.stringify(value.of);
  return value instanceof Instant ? dateOf(value.millis) : String(value);
}

export const truthOf = (value: Value): boolean =>
  value === true || value === 'true' || (typeof value === 'number' && value !== 0);

/** Numbers by their size, everything else by its letters; what is missing comes last. */
export function compareValues(a: Value, b: Value): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined) return x - y;
  const [s, t] = [textOf(a), textOf(b)];
  return s < t ? -1 : s > t ? 1 : 0;
}

/** Up to four digits behind the point; how many AWS gives is not known to us. */
const shown = (value: number): string => (Number.isInteger(value) ? String(value) : String(Number(value.toFixed(4))));

/** aws: `2026-11-23 20:00:00.000`, in UTC — recorded answers of GetQueryResults */
function dateOf(millis: number): string {
  const date = new Date(millis);
  return Number.isNaN(date.getTime()) ? String(millis) : date.toISOString().replace('T', ' ').replace('Z', '');
}
