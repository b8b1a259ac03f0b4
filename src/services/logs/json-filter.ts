import { type Comparison, compare, type FilterPattern, unescaped } from './comparison.ts';
import { badPattern, openBrace, tooManyWildcards, wildcardsInOne } from './errors.ts';
import { best, type Needles, needlesInJson, union } from './needles.ts';

interface Test {
  holds(event: unknown): boolean;
  readonly anyOf?: Needles;
}
interface Token {
  readonly kind: 'word' | 'text' | 'sign';
  readonly text: string;
}

const MAX_DEPTH = 50;
/** aws: recorded, radkawar/stackd logs/filters.json, invalid_json_four_wildcards */
const MOST_WILDCARDS = 3;

/** `{ $.messageType = "ERROR" && ($.count > 3 || $.user.id IS NULL) }` */
export function compileJsonFilter(pattern: string): Omit<FilterPattern, 'regexes'> {
  if (!pattern.endsWith('}')) throw openBrace();
  const tokens = tokensOf(pattern.slice(1, -1));
  const parser = new Parser(tokens);
  const test = parser.either(0);
  parser.end();
  if (parser.wildcards > MOST_WILDCARDS) throw tooManyWildcards(MOST_WILDCARDS);
  return {
    kind: 'json',
    anyOf: test.anyOf,
    matches(message) {
      const event = parsed(message);
      return event !== undefined && test.holds(event);
    },
    // aws: nothing is told of JSON — recorded, radkawar/stackd logs/filters.json
    extract: () => ({}),
    field(selector) {
      const steps = selector.startsWith('$.') ? stepsOf(selector) : undefined;
      return !steps || steps.includes(EVERY) ? undefined : (message) => found(parsed(message), steps)[0];
    },
  };
}

/** aws: an object, not an array of some — recorded, radkawar/stackd logs/filters.json, json_not_exists */
function parsed(message: string): unknown {
  if (!message.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(message) as unknown;
  } catch {
    return undefined;
  }
}

/** A selector, a text, a sign, a regular expression or a word, and whatever is none of these. */
const LEXER =
  /\s+|(\$(?:\.[^\s"'&|!<>=().[\]]+|\.?\[(?:\d+|\*|"[^"]*"|'[^']*')\])+)|"((?:[^"\\]|\\.)*)"|(&&|\|\||!=|<=|>=|=|<|>|\(|\))|(%(?:[^%\\]|\\.)*%|[^\s"&|!<>=()]+)|(.)/gy;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const [, selector, quoted, sign, word, stray] of text.matchAll(LEXER)) {
    if (stray !== undefined) throw badPattern(`${stray} was not expected`);
    if (quoted !== undefined) tokens.push({ kind: 'text', text: unescaped(quoted) });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else if (selector !== undefined || word !== undefined) tokens.push({ kind: 'word', text: selector ?? word ?? '' });
  }
  return tokens;
}

class Parser {
  /** Selectors that stand for several values. */
  wildcards = 0;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  either(depth: number): Test {
    if (depth > MAX_DEPTH) throw badPattern('it is nested too deeply');
    const tests = [this.#both(depth)];
    while (this.#take('||')) tests.push(this.#both(depth));
    if (tests.length === 1) return tests[0] as Test;
    return { holds: (event) => tests.some((test) => test.holds(event)), anyOf: union(tests.map(({ anyOf }) => anyOf)) };
  }

  end(): void {
    const token = this.#tokens[this.#at];
    if (token) throw badPattern(`${token.text} was not expected`);
  }

  #both(depth: number): Test {
    const tests = [this.#one(depth)];
    while (this.#take('&&')) tests.push(this.#one(depth));
    if (tests.length === 1) return tests[0] as Test;
    return { holds: (event) => tests.every((test) => test.holds(event)), anyOf: best(tests.map(({ anyOf }) => anyOf)) };
  }

  #one(depth: number): Test {
    if (this.#take('(')) {
      const test = this.either(depth + 1);
      if (!this.#take(')')) throw badPattern('a parenthesis is not closed');
      return test;
    }
    const selector = this.#next('a selector such as $.field');
    const steps = stepsOf(selector.text);
    if (steps.includes(EVERY)) this.wildcards++;
    const operator = this.#next('an operator');
    if (operator.kind === 'word') return this.#keyword(operator.text.toUpperCase(), steps);
    if (!['=', '!=', '<', '<=', '>', '>='].includes(operator.text)) throw badPattern(`${operator.text} is not an operator`);
    const value = this.#next('a value');
    // aws: an unquoted null is none — recorded, radkawar/stackd logs/filters.json, json_equal_null
    if (value.kind === 'sign' || (value.kind === 'word' && value.text === 'null'))
      throw badPattern(`${value.text} is not a value`);
    const holds = compare(operator.text as Comparison, value.text, value.kind === 'text');
    return {
      holds: (event) => found(event, steps).some(holds),
      anyOf: operator.text === '=' ? needlesInJson(value.text) : undefined,
    };
  }

  #keyword(word: string, steps: Steps): Test {
    if (word === 'NOT' && this.#next('EXISTS').text.toUpperCase() === 'EXISTS')
      return { holds: (event) => found(event, steps).length === 0 };
    if (word === 'IS') {
      const what = this.#next('NULL, TRUE or FALSE').text.toUpperCase();
      const wanted = { NULL: null, TRUE: true, FALSE: false }[what];
      // aws: a null in an array counts, too — recorded, radkawar/stackd logs/filters.json, json_is_null
      const holds = (value: unknown) => value === wanted || (wanted === null && Array.isArray(value) && value.includes(null));
      if (wanted !== undefined) return { holds: (event) => found(event, steps).some(holds) };
    }
    throw badPattern(`${word} was not expected`);
  }

  #take(sign: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'sign' || token.text !== sign) return false;
    this.#at++;
    return true;
  }

  #next(what: string): Token {
    const token = this.#tokens[this.#at++];
    if (!token) throw badPattern(`${what} is missing`);
    return token;
  }
}

/** Stands for every element of an array, and for every value of an object. */
const EVERY = Symbol('*');
type Steps = readonly (string | number | typeof EVERY)[];

/** `$.a.b[0].c`, `$.['a.b']`, `$.a[*].b`, `$.*` */
function stepsOf(text: string): Steps {
  if (text !== '$' && !/^\$[.[]/.test(text)) throw badPattern(`${text} is not a selector: it must begin with $.`);
  const found = [...text.slice(1).matchAll(/\.([^.[\]]+)|\.?\[(\d+|\*)\]|\.?\[(?:"([^"]*)"|'([^']*)')\]/gy)];
  if (found.reduce((length, [step]) => length + step.length, 1) !== text.length) throw badPattern(`${text} is not a selector`);
  const steps = found.map(([, bare, index, quoted, single]) =>
    bare === '*' || index === '*' ? EVERY : (bare ?? quoted ?? single ?? Number(index)),
  );
  if (steps.filter((step) => step === EVERY).length > 1) throw wildcardsInOne();
  return steps;
}

/** What a selector stands for in a value. — aws: recorded, radkawar/stackd logs/filters.json, json_array_…, json_object_wildcard */
function found(event: unknown, steps: Steps): readonly unknown[] {
  let value = event;
  for (const [at, step] of steps.entries()) {
    if (typeof value !== 'object' || value === null) return [];
    if (step === EVERY) return Object.values(value).flatMap((each) => found(each, steps.slice(at + 1)));
    if (Array.isArray(value) !== (typeof step === 'number') || !Object.hasOwn(value, step)) return [];
    value = (value as Record<string | number, unknown>)[step];
  }
  return [value];
}
