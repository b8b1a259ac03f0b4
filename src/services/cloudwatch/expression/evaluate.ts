import { ABOUT_SERIES, FUNCTIONS, REDUCED, reduced } from './functions.ts';
import { ExpressionError, isWord, type Node, type Operator } from './parse.ts';
import { combined, each, isList, mapped, type Series, type Surroundings, type Value } from './values.ts';

export type { Series, Surroundings, Value } from './values.ts';

export function evaluate(node: Node, around: Surroundings): Value {
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'text':
      throw new ExpressionError(`the text "${node.value}" is not a value`);
    case 'id':
      if (isWord(node.name)) throw new ExpressionError(`the word ${node.name} is not a value`);
      return around.of(node.name);
    case 'negative':
      return each(
        evaluate(node.of, around),
        (series) => mapped(series, (value) => -value),
        (value) => -value,
      );
    case 'list':
      return node.of.flatMap((part) => listed(evaluate(part, around)));
    case 'operation':
      return combined(evaluate(node.left, around), evaluate(node.right, around), OPERATIONS[node.operator]);
    case 'call':
      return called(node.name, node.given, around);
  }
}

function listed(value: Value): readonly Series[] {
  if (typeof value === 'number') throw new ExpressionError('a list is of time series, not of numbers');
  return isList(value) ? value : [value];
}

/** aws: comparisons and logic answer 1 or 0 — CloudWatch user guide, Metric math, Comparison and logical operators */
const truth = (holds: boolean): number => (holds ? 1 : 0);

const OPERATIONS: Readonly<Record<Operator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '==': (a, b) => truth(a === b),
  '!=': (a, b) => truth(a !== b),
  '<': (a, b) => truth(a < b),
  '>': (a, b) => truth(a > b),
  '<=': (a, b) => truth(a <= b),
  '>=': (a, b) => truth(a >= b),
  '&&': (a, b) => truth(a !== 0 && b !== 0),
  '||': (a, b) => truth(a !== 0 || b !== 0),
};

function called(name: string, given: readonly Node[], around: Surroundings): Value {
  const reduce = Object.hasOwn(REDUCED, name) ? REDUCED[name] : undefined;
  if (reduce) return reduced(name, evaluate(only(name, given), around), reduce);
  const about = Object.hasOwn(ABOUT_SERIES, name) ? ABOUT_SERIES[name] : undefined;
  if (about) {
    const value = evaluate(only(name, given), around);
    if (typeof value === 'number') throw new ExpressionError(`${name} needs a time series`);
    return isList(value) ? value.map((series) => about(series, around)) : about(value, around);
  }
  const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!known) throw new ExpressionError(`the function ${name} is not supported by Millrace yet`);
  return known({ given, around, value: (node) => evaluate(node, around) });
}

function only(name: string, given: readonly Node[]): Node {
  const [node, ...more] = given;
  if (!node || more.length > 0) throw new ExpressionError(`${name} takes one argument`);
  return node;
}
