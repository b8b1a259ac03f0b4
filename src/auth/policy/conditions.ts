import { BlockList, isIP } from 'node:net';
import { arnPattern, type Pattern, pattern } from './pattern.ts';
import { PolicyError, type Question } from './types.ts';

/** Whether a statement's condition holds. */
export type Condition = (question: Question) => boolean;

interface Operator {
  /** Compiles one value of the policy. */
  readonly test: (value: string, variables: boolean) => Pattern;
  /** `StringNotEquals` and its like: true where none of the policy's values matches. */
  readonly negated?: boolean;
}

const text =
  (options: { wildcards?: boolean; ignoreCase?: boolean }): Operator['test'] =>
  (value, variables) =>
    pattern(value, { variables, wildcards: options.wildcards === true, ignoreCase: options.ignoreCase === true });

const compared =
  (read: (text: string) => number, holds: (actual: number, wanted: number) => boolean): Operator['test'] =>
  (value) => {
    const wanted = read(value);
    return (actual) => holds(read(actual), wanted);
  };

const number = (value: string): number => (value.trim() === '' ? Number.NaN : Number(value));

/** aws: dates are W3C profiles of ISO 8601 or seconds since the epoch — developer guide "Date condition operators" */
const date = (value: string): number => (/^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value));

const equal = (a: number, b: number) => a === b;
const less = (a: number, b: number) => a < b;
const lessOrEqual = (a: number, b: number) => a <= b;
const greater = (a: number, b: number) => a > b;
const greaterOrEqual = (a: number, b: number) => a >= b;

function address(value: string): Pattern {
  const [host = '', prefix] = value.split('/');
  const family = isIP(host);
  if (!family) return () => false;
  const list = new BlockList();
  try {
    list.addSubnet(host, prefix === undefined ? (family === 6 ? 128 : 32) : Number(prefix), family === 6 ? 'ipv6' : 'ipv4');
  } catch {
    return () => false; // a prefix out of range matches nothing
  }
  return (actual) => {
    const mapped = actual.startsWith('::ffff:') && isIP(actual.slice(7)) === 4 ? actual.slice(7) : actual;
    const kind = isIP(mapped);
    return kind === family && list.check(mapped, kind === 6 ? 'ipv6' : 'ipv4');
  };
}

const binary: Operator['test'] = (value) => {
  const wanted = Buffer.from(value, 'base64');
  return (actual) => Buffer.from(actual, 'base64').equals(wanted);
};

const bool: Operator['test'] = (value) => {
  const wanted = value.toLowerCase();
  return (actual) => actual.toLowerCase() === wanted;
};

const arn: Operator['test'] = (value, variables) => arnPattern(value, { variables });
const negated = (test: Operator['test']): Operator => ({ test, negated: true });

/** — developer guide "IAM JSON policy elements: Condition operators" */
const OPERATORS: Readonly<Record<string, Operator>> = {
  stringequals: { test: text({}) },
  stringnotequals: negated(text({})),
  stringequalsignorecase: { test: text({ ignoreCase: true }) },
  stringnotequalsignorecase: negated(text({ ignoreCase: true })),
  stringlike: { test: text({ wildcards: true }) },
  stringnotlike: negated(text({ wildcards: true })),
  numericequals: { test: compared(number, equal) },
  numericnotequals: negated(compared(number, equal)),
  numericlessthan: { test: compared(number, less) },
  numericlessthanequals: { test: compared(number, lessOrEqual) },
  numericgreaterthan: { test: compared(number, greater) },
  numericgreaterthanequals: { test: compared(number, greaterOrEqual) },
  dateequals: { test: compared(date, equal) },
  datenotequals: negated(compared(date, equal)),
  datelessthan: { test: compared(date, less) },
  datelessthanequals: { test: compared(date, lessOrEqual) },
  dategreaterthan: { test: compared(date, greater) },
  dategreaterthanequals: { test: compared(date, greaterOrEqual) },
  bool: { test: bool },
  binaryequals: { test: binary },
  ipaddress: { test: address },
  notipaddress: negated(address),
  // aws: ArnEquals and ArnLike behave identically — developer guide "ARN condition operators"
  arnequals: { test: arn },
  arnlike: { test: arn },
  arnnotequals: negated(arn),
  arnnotlike: negated(arn),
};

interface ParsedOperator {
  readonly set: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly name: string;
  readonly ifExists: boolean;
}

/** `ForAllValues:StringLikeIfExists` in its parts; undefined where AWS has no such operator. */
export function parseOperator(operator: string): ParsedOperator | undefined {
  const colon = operator.indexOf(':');
  const prefix = operator.slice(0, Math.max(colon, 0)).toLowerCase();
  const set = prefix === 'forallvalues' ? 'ForAllValues' : prefix === 'foranyvalue' ? 'ForAnyValue' : undefined;
  if (colon >= 0 && !set) return undefined;
  let name = operator.slice(colon + 1).toLowerCase();
  if (name === 'null') return set ? undefined : { set, name, ifExists: false };
  const ifExists = name.endsWith('ifexists');
  if (ifExists) name = name.slice(0, -'ifexists'.length);
  return Object.hasOwn(OPERATORS, name) ? { set, name, ifExists } : undefined;
}

/** Compiles `{"<operator>": {"<key>": <values>}}`. */
export function condition(operator: string, key: string, values: readonly string[], variables: boolean): Condition {
  const parsed = parseOperator(operator);
  if (!parsed) throw new PolicyError(`Syntax errors in policy.`);
  const name = key.toLowerCase();
  if (parsed.name === 'null') {
    const wanted = values.map((value) => value.toLowerCase() === 'true');
    return (question) => wanted.includes((question.values(name)?.length ?? 0) === 0);
  }
  const found = OPERATORS[parsed.name] as Operator;
  const tests = values.map((value) => found.test(value, variables));
  const negate = found.negated === true;
  const holds = (actual: string, question: Question): boolean => {
    for (const test of tests) if (test(actual, question)) return !negate;
    return negate;
  };
  const { set, ifExists } = parsed;
  // aws: ForAllValues is true where the key is missing, ForAnyValue is not; without a set operator a missing key fulfils the
  // negated operators — developer guide "Multivalued context keys", "Condition operators"
  const whenMissing = ifExists || set === 'ForAllValues' || (negate && set === undefined);
  const every = set === 'ForAllValues' || (set === undefined && negate);
  return (question) => {
    const actual = question.values(name);
    if (actual === undefined || actual.length === 0) return whenMissing;
    return every ? actual.every((value) => holds(value, question)) : actual.some((value) => holds(value, question));
  };
}
