import { arnPattern, type Pattern, pattern } from './pattern.ts';
import { PolicyError, type Question } from './types.ts';
import {
  compareNumbers,
  type Decimal,
  isArn,
  isBinary,
  mayBeArn,
  readAddress,
  readBool,
  readDate,
  readNetwork,
  readNumber,
} from './values.ts';

/** Whether a statement's condition holds. */
export type Condition = (question: Question) => boolean;

interface Operator {
  /** Compiles one value of the policy. */
  readonly test: (value: string, variables: boolean) => Pattern;
  /** `StringNotEquals` and its like: true where none of the policy's values matches. */
  readonly negated?: boolean;
  /** Whether a value of the request can be compared at all; if not, the operator does not hold, nor does its opposite. */
  readonly comparable?: (actual: string) => boolean;
  /** Whether a value of the policy can be compared with; where one that is reached cannot, a Deny applies and an Allow does not. */
  readonly broken?: (value: string) => boolean;
}

const text =
  (options: { wildcards?: boolean; ignoreCase?: boolean }): Operator['test'] =>
  (value, variables) =>
    pattern(value, { variables, wildcards: options.wildcards === true, ignoreCase: options.ignoreCase === true });

const compared =
  <T>(
    read: (text: string) => T | undefined,
    compare: (a: T, b: T) => number,
    holds: (order: number) => boolean,
  ): Operator['test'] =>
  (value) => {
    const wanted = read(value);
    return (text) => {
      const actual = read(text);
      return wanted !== undefined && actual !== undefined && holds(compare(actual, wanted));
    };
  };
const numeric = (holds: (order: number) => boolean) => compared<Decimal>(readNumber, compareNumbers, holds);
const dated = (holds: (order: number) => boolean) => compared<number>(readDate, (a, b) => a - b, holds);

const equal = (order: number) => order === 0;
const less = (order: number) => order < 0;
const lessOrEqual = (order: number) => order <= 0;
const greater = (order: number) => order > 0;
const greaterOrEqual = (order: number) => order >= 0;

const address: Operator = {
  test: (value) => {
    const network = readNetwork(value);
    return (text) => {
      const actual = readAddress(text);
      return network !== undefined && actual !== undefined && network(actual);
    };
  },
  comparable: (actual) => readAddress(actual) !== undefined,
};

const binary: Operator['test'] = (value) => (actual) => actual === value && isBinary(value);

const bool: Operator['test'] = (value) => (actual) => readBool(actual) === readBool(value);

// aws: a policy's value that is no ARN at all decides against the caller — recorded, radkawar/stackd iam/condition_values.json
const arn: Operator = {
  test: (value, variables) => arnPattern(value, { variables }),
  comparable: isArn,
  broken: (value) => !mayBeArn(value),
};
const negated = (operator: Operator): Operator => ({ ...operator, negated: true });

/** — developer guide "IAM JSON policy elements: Condition operators" */
const OPERATORS: Readonly<Record<string, Operator>> = {
  stringequals: { test: text({}) },
  stringnotequals: negated({ test: text({}) }),
  stringequalsignorecase: { test: text({ ignoreCase: true }) },
  stringnotequalsignorecase: negated({ test: text({ ignoreCase: true }) }),
  stringlike: { test: text({ wildcards: true }) },
  stringnotlike: negated({ test: text({ wildcards: true }) }),
  numericequals: { test: numeric(equal) },
  numericnotequals: negated({ test: numeric(equal) }),
  numericlessthan: { test: numeric(less) },
  numericlessthanequals: { test: numeric(lessOrEqual) },
  numericgreaterthan: { test: numeric(greater) },
  numericgreaterthanequals: { test: numeric(greaterOrEqual) },
  dateequals: { test: dated(equal) },
  datenotequals: negated({ test: dated(equal) }),
  datelessthan: { test: dated(less) },
  datelessthanequals: { test: dated(lessOrEqual) },
  dategreaterthan: { test: dated(greater) },
  dategreaterthanequals: { test: dated(greaterOrEqual) },
  bool: { test: bool },
  binaryequals: { test: binary },
  ipaddress: address,
  notipaddress: negated(address),
  // aws: ArnEquals and ArnLike behave identically — developer guide "ARN condition operators"
  arnequals: arn,
  arnlike: arn,
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

/** Compiles `{"<operator>": {"<key>": <values>}}` of a statement. */
export function condition(
  effect: 'Allow' | 'Deny',
  { operator, key, values }: { readonly operator: string; readonly key: string; readonly values: readonly string[] },
  variables: boolean,
): Condition {
  const parsed = parseOperator(operator);
  if (!parsed) throw new PolicyError(`Syntax errors in policy.`);
  const name = key.toLowerCase();
  if (parsed.name === 'null') {
    const wanted = values.map(readBool);
    return (question) => wanted.includes(isMissing(question.values(name)));
  }
  const { test, negated: negate = false, comparable, broken } = OPERATORS[parsed.name] as Operator;
  const tests = values.map((value) => (broken?.(value) ? 'broken' : test(value, variables)));
  const holds = (actual: string, question: Question): boolean => {
    if (comparable?.(actual) === false) return false;
    for (const test of tests) {
      if (test === 'broken') return effect === 'Deny';
      if (test(actual, question)) return !negate;
    }
    return negate;
  };
  const { set, ifExists } = parsed;
  // aws: ForAllValues is true where the key is missing, ForAnyValue is not; without a set operator a missing key fulfils the
  // negated operators — developer guide "Multivalued context keys", "Condition operators"
  const whenMissing = ifExists || set === 'ForAllValues' || (negate && set === undefined);
  return (question) => {
    const actual = question.values(name);
    if (isMissing(actual)) return whenMissing;
    if (typeof actual === 'string') return holds(actual, question);
    // aws: a key that can have several values is compared by set operators alone, even where it has one — recorded, radkawar/stackd
    // iam/condition_sets.json; iam/simulation_inputs.json, input_type_match_string_list_…
    if (set === undefined) return false;
    return set === 'ForAllValues'
      ? actual.every((value) => holds(value, question))
      : actual.some((value) => holds(value, question));
  };
}

const isMissing = (values: string | readonly string[] | undefined): values is undefined =>
  values === undefined || (typeof values !== 'string' && values.length === 0);
