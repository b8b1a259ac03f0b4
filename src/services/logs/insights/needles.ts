import { best, type Needles, needles, needlesInJson, union } from '../needles.ts';
import { PLAIN } from '../regex.ts';
import type { Expression, Query } from './syntax.ts';

/** Texts of which every event that a query's first filters let pass holds at least one. */
export function needlesOf(query: Query): Needles {
  const found: Needles[] = [];
  /** Names that mean something else from where they are made. */
  const made = new Set<string>();
  for (const command of query) {
    if (command.kind === 'filter') found.push(ofCondition(command.condition, made));
    else if (command.kind === 'fields' || command.kind === 'display') for (const { name } of command.columns) made.add(name);
    else break;
  }
  return best(found);
}

function ofCondition(condition: Expression, made: ReadonlySet<string>): Needles {
  switch (condition.kind) {
    case 'like': {
      const { text, kind } = condition.pattern;
      return kind === 'text' || PLAIN.test(text) ? within(condition.operand, text, made) : undefined;
    }
    case 'in':
      return union(condition.among.map((each) => equal(condition.operand, each, made)));
    case 'binary': {
      const { operator, left, right } = condition;
      if (operator === '=') return equal(left, right, made) ?? equal(right, left, made);
      const both = () => [ofCondition(left, made), ofCondition(right, made)];
      if (operator === 'and' || operator === '&&') return best(both());
      if (operator === 'or' || operator === '||') return union(both());
      return undefined;
    }
    default:
      return undefined;
  }
}

const equal = (field: Expression, value: Expression, made: ReadonlySet<string>): Needles =>
  value.kind === 'constant' && Number.isNaN(Number(value.value)) ? within(field, String(value.value), made) : undefined;

function within(field: Expression, text: string, made: ReadonlySet<string>): Needles {
  if (field.kind !== 'field' || made.has(field.name)) return undefined;
  if (field.name === '@message') return needles(text);
  return field.name.startsWith('@') ? undefined : needlesInJson(text);
}
