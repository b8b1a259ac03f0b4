import { addressOf, inSubnet } from './ip.ts';
import { compareValues, fromJson, Instant, numberOf, Structure, textOf, truthOf, type Value } from './values.ts';

/** `clock` tells now(). Operands are values, in order. */
type Evaluate = (operands: readonly Value[], now: number) => Value;

interface Signature {
  readonly least: number;
  readonly most: number;
  readonly evaluate: Evaluate;
}

const numeric =
  (compute: (...numbers: number[]) => number) =>
  (operands: readonly Value[]): Value => {
    const numbers = operands.map(numberOf);
    if (numbers.includes(undefined)) return undefined;
    const result = compute(...(numbers as number[]));
    return Number.isFinite(result) ? result : undefined;
  };
const ofText =
  (compute: (text: string, ...more: string[]) => Value) =>
  (operands: readonly Value[]): Value =>
    operands[0] === undefined ? undefined : compute(...(operands.map(textOf) as [string, ...string[]]));
const chosen =
  (sign: number) =>
  (operands: readonly Value[]): Value =>
    operands.reduce((best, each) =>
      each !== undefined && (best === undefined || compareValues(each, best) * sign > 0) ? each : best,
    );
const takes = (least: number, most: number, evaluate: Evaluate): Signature => ({ least, most, evaluate });
const MANY = 100;

/** aws: CloudWatch Logs User Guide, "Supported operations and functions" */
export const FUNCTIONS: ReadonlyMap<string, Signature> = new Map(
  Object.entries({
    abs: takes(1, 1, numeric(Math.abs)),
    ceil: takes(1, 1, numeric(Math.ceil)),
    floor: takes(1, 1, numeric(Math.floor)),
    sqrt: takes(1, 1, numeric(Math.sqrt)),
    log: takes(1, 1, numeric(Math.log)),
    greatest: takes(1, MANY, chosen(1)),
    least: takes(1, MANY, chosen(-1)),

    ispresent: takes(1, 1, ([value]) => value !== undefined),
    coalesce: takes(1, MANY, (operands) => operands.find((each) => each !== undefined)),
    isempty: takes(1, 1, ([value]) => value === undefined || textOf(value) === ''),
    isblank: takes(1, 1, ([value]) => value === undefined || textOf(value).trim() === ''),
    if: takes(3, 3, ([condition, then, otherwise]) => (truthOf(condition) ? then : otherwise)),

    concat: takes(1, MANY, (operands) => operands.map(textOf).join('')),
    strlen: takes(
      1,
      1,
      ofText((text) => [...text].length),
    ),
    toupper: takes(
      1,
      1,
      ofText((text) => text.toUpperCase()),
    ),
    tolower: takes(
      1,
      1,
      ofText((text) => text.toLowerCase()),
    ),
    trim: takes(
      1,
      2,
      ofText((text, letters) => trimmed(text, letters, true, true)),
    ),
    ltrim: takes(
      1,
      2,
      ofText((text, letters) => trimmed(text, letters, true, false)),
    ),
    rtrim: takes(
      1,
      2,
      ofText((text, letters) => trimmed(text, letters, false, true)),
    ),
    replace: takes(
      3,
      3,
      ofText((text, search = '', replacement = '') => text.split(search).join(replacement)),
    ),
    strcontains: takes(
      2,
      2,
      ofText((text, search = '') => (text.includes(search) ? 1 : 0)),
    ),
    substr: takes(2, 3, ([value, from, length]) => {
      const start = numberOf(from);
      if (value === undefined || start === undefined) return undefined;
      const letters = [...textOf(value)].slice(start);
      return (length === undefined ? letters : letters.slice(0, numberOf(length) ?? 0)).join('');
    }),

    jsonparse: takes(1, 1, ofText(parsed)),
    jsonstringify: takes(1, 1, ([value]) => (value instanceof Structure ? JSON.stringify(value.of) : value)),

    isvalidip: takes(1, 1, ofAddress(32, 128)),
    isvalidipv4: takes(1, 1, ofAddress(32)),
    isvalidipv6: takes(1, 1, ofAddress(128)),
    isipinsubnet: takes(2, 2, inNetwork(32, 128)),
    isipv4insubnet: takes(2, 2, inNetwork(32)),
    isipv6insubnet: takes(2, 2, inNetwork(128)),

    frommillis: takes(1, 1, ([value]) => at(numberOf(value))),
    tomillis: takes(1, 1, ([value]) => (value instanceof Instant ? value.millis : undefined)),
    now: takes(0, 0, (_, now) => Math.floor(now / 1000)),
    datefloor: takes(2, 2, ([value, period]) => rounded(value, period, Math.floor)),
    dateceil: takes(2, 2, ([value, period]) => rounded(value, period, Math.ceil)),
  }),
);

function parsed(text: string): Value {
  try {
    return fromJson(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function ofAddress(...bits: readonly number[]): Evaluate {
  return ([value]) => value !== undefined && bits.includes(addressOf(textOf(value))?.bits ?? 0);
}

function inNetwork(...bits: readonly number[]): Evaluate {
  const isAddress = ofAddress(...bits);
  return (operands, now) => isAddress(operands, now) === true && inSubnet(textOf(operands[0]), textOf(operands[1])) === true;
}

const at = (millis: number | undefined): Value => (millis === undefined ? undefined : new Instant(millis));

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

/** `5m` in milliseconds; undefined where it is no period of a fixed length. */
export function periodOf(value: Value): number | undefined {
  const parts = /^(\d+)([a-z]+)$/.exec(textOf(value));
  const unit = UNITS[parts?.[2] ?? ''];
  const period = unit === undefined ? 0 : Number(parts?.[1]) * unit;
  return period > 0 ? period : undefined;
}

function rounded(value: Value, by: Value, round: (n: number) => number): Value {
  const [millis, period] = [numberOf(value), periodOf(by)];
  return millis === undefined || period === undefined ? undefined : new Instant(round(millis / period) * period);
}

function trimmed(text: string, letters: string | undefined, left: boolean, right: boolean): string {
  if (letters === undefined) return left && right ? text.trim() : left ? text.trimStart() : text.trimEnd();
  let [start, end] = [0, text.length];
  while (left && start < end && letters.includes(text.charAt(start))) start++;
  while (right && end > start && letters.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
