import { malformed, notYetInQueries } from '../errors.ts';
import { compileRegex } from '../regex.ts';
import { FUNCTIONS, periodOf } from './functions.ts';
import type { Row } from './row.ts';
import type { Expression, Pattern } from './syntax.ts';
import { compareValues, Instant, numberOf, textOf, truthOf, type Value } from './values.ts';

export type Evaluate = (row: Row) => Value;

/** What compiling needs besides the expression. */
export interface Context {
  /** The query, for the sentences of errors. */
  readonly query: string;
  readonly now: number;
}

export function compile(expression: Expression, context: Context): Evaluate {
  switch (expression.kind) {
    case 'field':
      return (row) => row.get(expression.name);
    case 'constant':
      return () => expression.value;
    case 'not': {
      const operand = compile(expression.operand, context);
      return (row) => !truthOf(operand(row));
    }
    case 'like': {
      const operand = compile(expression.operand, context);
      const matches = matcherOf(expression.pattern, context);
      return (row) => {
        const value = operand(row);
        return value !== undefined && matches(textOf(value));
      };
    }
    case 'in': {
      const operand = compile(expression.operand, context);
      const among = expression.among.map((each) => compile(each, context));
      return (row) => {
        const value = operand(row);
        return value !== undefined && among.some((each) => equal(value, each(row)));
      };
    }
    case 'binary':
      return binary(expression.operator, compile(expression.left, context), compile(expression.right, context));
    case 'call':
      return call(expression, context);
  }
}

/** aws: like and =~ look for a part of the text, or for a match anywhere in it — User Guide, "filter" */
function matcherOf(pattern: Pattern, context: Context): (text: string) => boolean {
  if (pattern.kind === 'text') return (text) => text.includes(pattern.text);
  return regexOf(pattern, context).test;
}

export function regexOf(pattern: Pattern, context: Context): ReturnType<typeof compileRegex> {
  try {
    return compileRegex(pattern.text);
  } catch {
    throw malformed(context.query, pattern.text, pattern.start);
  }
}

function call({ name, operands, start }: Expression & { kind: 'call' }, context: Context): Evaluate {
  const compiled = operands.map((each) => compile(each, context));
  if (name === 'bin') {
    const period = periodIn({ kind: 'call', name, operands, start });
    if (period === undefined) throw malformed(context.query, name, start);
    return (row) => {
      const millis = numberOf(row.get('@timestamp'));
      return millis === undefined ? undefined : new Instant(Math.floor(millis / period) * period);
    };
  }
  const known = FUNCTIONS.get(name);
  if (!known) throw notYetInQueries(`${name}()`);
  if (operands.length < known.least || operands.length > known.most) throw malformed(context.query, name, start);
  return (row) =>
    known.evaluate(
      compiled.map((each) => each(row)),
      context.now,
    );
}

/** Of `bin(5m)` the five minutes, in milliseconds. */
export function periodIn(expression: Expression): number | undefined {
  if (expression.kind !== 'call' || expression.name !== 'bin' || expression.operands.length !== 1) return undefined;
  const [first] = expression.operands;
  return periodOf(first?.kind === 'constant' ? first.value : undefined);
}

const equal = (a: Value, b: Value): boolean => a !== undefined && b !== undefined && compareValues(a, b) === 0;

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': (a, b) => a ** b,
};

const ORDER: Readonly<Record<string, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function binary(operator: string, left: Evaluate, right: Evaluate): Evaluate {
  switch (operator) {
    case 'and':
    case '&&':
      return (row) => truthOf(left(row)) && truthOf(right(row));
    case 'or':
    case '||':
      return (row) => truthOf(left(row)) || truthOf(right(row));
    case '=':
      return (row) => equal(left(row), right(row));
    case '!=':
      return (row) => !equal(left(row), right(row));
  }
  const holds = ORDER[operator];
  if (holds) {
    return (row) => {
      const [a, b] = [left(row), right(row)];
      return a !== undefined && b !== undefined && holds(compareValues(a, b));
    };
  }
  const compute = ARITHMETIC[operator];
  return (row) => {
    const [a, b] = [numberOf(left(row)), numberOf(right(row))];
    if (a === undefined || b === undefined || !compute) return undefined;
    const result = compute(a, b);
    return Number.isFinite(result) ? result : undefined;
  };
}
