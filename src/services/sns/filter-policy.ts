import { badFilter, badScope, invalid, nestedFilter } from './errors.ts';
import type { Message, MessageAttribute } from './rows.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type Test = (value: Json | undefined) => boolean;

/** aws: five keys, 150 combinations — developer guide, Filter policy constraints */
const KEYS = 5;
const COMBINATIONS = 150;
/** Ours: five keys need no more objects around them, and what walks through a policy calls itself for each. */
const LEVELS = 100;

export class FilterError extends Error {}

/** Whether a subscription wants a message. */
export function wants({ FilterPolicy, FilterPolicyScope }: Readonly<Record<string, string>>, message: Message): boolean {
  if (FilterPolicy === undefined || FilterPolicy === '') return true;
  const policy = JSON.parse(FilterPolicy) as { [key: string]: Json };
  if (FilterPolicyScope !== 'MessageBody') return fits(policy, attributesOf(message.attributes ?? {}));
  const body = parsed(message.text);
  return isObject(body) && fits(policy, body);
}

/** Checks a policy before it is kept; `where` is how AWS begins its sentence. */
export function checkFilter(attributes: Readonly<Record<string, string>>, where: string): void {
  const { FilterPolicy: text, FilterPolicyScope: scope = 'MessageAttributes' } = attributes;
  if (scope !== 'MessageAttributes' && scope !== 'MessageBody') throw invalid(`${where}${badScope(scope)}`);
  if (text === undefined || text === '') return;
  const policy = parsed(text);
  if (!isObject(policy)) throw invalid(`${where}${badFilter('failed to parse JSON.')}`);
  if (isDeeper(policy, LEVELS)) throw invalid(`${where}${badFilter('Filter policy is too complex')}`);
  if (scope === 'MessageAttributes' && Object.values(policy).some(isObject) && Object.values(policy).every(isNest))
    throw nestedFilter();
  try {
    const counted = { keys: 0, combinations: 1 };
    check(policy, scope === 'MessageBody', counted);
    if (counted.keys > KEYS) throw new FilterError(`Filter policy can not have more than ${KEYS} keys`);
    if (counted.combinations > COMBINATIONS) throw new FilterError('Filter policy is too complex');
  } catch (thrown) {
    if (thrown instanceof FilterError) throw invalid(`${where}${badFilter(thrown.message)}`);
    throw thrown;
  }
}

const isDeeper = (value: Json, levels: number): boolean =>
  levels < 0 ||
  (typeof value === 'object' && value !== null && Object.values(value).some((each) => isDeeper(each as Json, levels - 1)));

/** An object of arrays or of such objects, as a nested policy is. */
const isNest = (value: Json): boolean => Array.isArray(value) || (isObject(value) && Object.values(value).every(isNest));

function check(policy: { readonly [key: string]: Json }, nested: boolean, counted: { keys: number; combinations: number }): void {
  for (const [key, value] of Object.entries(policy)) {
    if (Array.isArray(value)) {
      if (value.length === 0) throw new FilterError('Empty arrays are not allowed');
      counted.keys++;
      counted.combinations *= value.length;
      for (const each of value) testOf(each);
    } else if (isObject(value)) {
      if (nested || Object.values(value).every((each) => !isObject(each) && !Array.isArray(each))) check(value, nested, counted);
      else throw nestedFilter();
    } else throw new FilterError(`"${key}" must be an object or an array`);
  }
}

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** aws: an attribute of the type String.Array is a list of values — developer guide, Message attributes */
function attributesOf(attributes: Readonly<Record<string, MessageAttribute>>): { [key: string]: Json } {
  const jsonOf = ({ type, value }: MessageAttribute): Json | undefined => {
    if (type.startsWith('Number')) return Number(value);
    if (type.startsWith('String.Array')) return parsed(value) ?? value;
    return type.startsWith('Binary') ? undefined : value;
  };
  const values = Object.entries(attributes).map(([name, each]) => [name, jsonOf(each)] as const);
  return Object.fromEntries(values.filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

/** aws: all keys of a policy, any value of a key; a list in the message fits where one of its values does — developer guide, Filter policies */
function fits(policy: { readonly [key: string]: Json }, message: { readonly [key: string]: Json }): boolean {
  return Object.entries(policy).every(([key, wanted]) => {
    const value = message[key];
    if (isObject(wanted))
      return Array.isArray(value)
        ? value.some((each) => isObject(each) && fits(wanted, each))
        : isObject(value) && fits(wanted, value);
    const tests = (wanted as readonly Json[]).map(testOf);
    const values = Array.isArray(value) ? (value as readonly Json[]) : [value];
    return values.some((each) => tests.some((test) => test(each)));
  });
}

function testOf(wanted: Json): Test {
  if (Array.isArray(wanted)) throw new FilterError('Match value must be String, number, true, false, or null');
  if (!isObject(wanted)) return (value) => value === wanted;
  const [[operator, operand] = ['', null], ...more] = Object.entries(wanted);
  if (more.length > 0) throw new FilterError('Only one key allowed in match expression');
  switch (operator) {
    case 'exists':
      if (typeof operand !== 'boolean') throw new FilterError('exists match pattern must be either true or false.');
      return (value) => (value !== undefined) === operand;
    case 'prefix':
    case 'suffix':
    case 'equals-ignore-case':
      return textTest(operator, operand);
    case 'anything-but':
      return anythingBut(operand);
    case 'numeric':
      return numeric(operand);
    default:
      throw new FilterError(`Unrecognized match type ${operator}`);
  }
}

function textTest(operator: string, operand: Json): Test {
  if (typeof operand !== 'string') throw new FilterError(`${operator} match pattern must be a string`);
  return (value) => {
    if (typeof value !== 'string') return false;
    if (operator === 'prefix') return value.startsWith(operand);
    return operator === 'suffix' ? value.endsWith(operand) : value.toLowerCase() === operand.toLowerCase();
  };
}

function anythingBut(operand: Json): Test {
  if (isObject(operand)) {
    const [[operator, inner] = ['', null]] = Object.entries(operand);
    if (operator !== 'prefix') throw new FilterError(`Unsupported anything-but pattern: ${operator}`);
    const test = textTest(operator, inner);
    return (value) => value !== undefined && !test(value);
  }
  const refused: readonly Json[] = Array.isArray(operand) ? (operand as readonly Json[]) : [operand];
  return (value) => value !== undefined && !refused.includes(value);
}

const BOUNDS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** aws: one bound, or a lower and then an upper one; the sentences — recorded in LocalStack's snapshots of filter policies */
function numeric(operand: Json): Test {
  const terms = Array.isArray(operand) ? (operand as readonly Json[]) : [];
  if (terms.length === 0) throw new FilterError('Invalid member in numeric match: ]');
  const [operator, bound, second, top] = terms;
  if (typeof operator !== 'string') throw new FilterError(`Invalid member in numeric match: ${JSON.stringify(operator)}`);
  const compare = Object.hasOwn(BOUNDS, operator) ? BOUNDS[operator] : undefined;
  if (!compare) throw new FilterError(`Unrecognized numeric range operator: ${operator}`);
  if (typeof bound !== 'number') throw new FilterError(`Value of ${operator === '=' ? 'equals' : operator} must be numeric`);
  if (second === undefined) return (value) => typeof value === 'number' && compare(value, bound);
  if (!operator.startsWith('>')) throw new FilterError('Too many elements in numeric expression');
  if (typeof second !== 'string') throw new FilterError(`Bad value in numeric range: ${JSON.stringify(second)}`);
  const below = second.startsWith('<') ? BOUNDS[second] : undefined;
  if (!below) throw new FilterError(`Bad numeric range operator: ${second}`);
  if (typeof top !== 'number') throw new FilterError(`Value of ${second} must be numeric`);
  if (bound >= top) throw new FilterError('Bottom must be less than top');
  if (terms.length > 4) throw new FilterError('Too many terms in numeric range expression');
  return (value) => typeof value === 'number' && compare(value, bound) && below(value, top);
}
