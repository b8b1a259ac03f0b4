import { type Comparison, compare, type FilterPattern, unescaped } from './comparison.ts';
import { badPattern, openBrace } from './errors.ts';
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

/** `{ $.messageType = "ERROR" && ($.count > 3 || $.user.id IS NULL) }` */
export function compileJsonFilter(pattern: string): FilterPattern {
  if (!pattern.endsWith('}')) throw openBrace();
  const tokens = tokensOf(pattern.slice(1, -1));
  const parser = new Parser(tokens);
  const test = parser.either(0);
  parser.end();
  const selectors = tokens.filter(({ kind, text }) => kind === 'word' && text.startsWith('$'));
  const readers = selectors.map(({ text }) => [text, selectorOf(text)] as const);
  return {
    kind: 'json',
    anyOf: test.anyOf,
    matches(message) {
      const event = parsed(message);
      return event !== undefined && test.holds(event);
    },
    extract(message) {
      const event = parsed(message);
      const found = readers.map(([name, read]) => [name, read(event)] as const).filter(([, value]) => value !== undefined);
      return Object.fromEntries(found.map(([name, value]) => [name, shown(value)]));
    },
    field(selector) {
      const read = selector.startsWith('$.') ? selectorOf(selector) : undefined;
      return read && ((message) => read(parsed(message)));
    },
  };
}

function parsed(message: string): unknown {
  if (!message.includes('{')) return undefined;
  try {
    return JSON.parse(message) as unknown;
  } catch {
    return undefined;
  }
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

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
    const read = selectorOf(selector.text);
    const operator = this.#next('an operator');
    if (operator.kind === 'word') return this.#keyword(operator.text.toUpperCase(), read);
    if (!['=', '!=', '<', '<=', '>', '>='].includes(operator.text)) throw badPattern(`${operator.text} is not an operator`);
    const value = this.#next('a value');
    if (value.kind === 'sign') throw badPattern(`${value.text} is not a value`);
    const holds = compare(operator.text as Comparison, value.text, value.kind === 'text');
    return {
      holds(event) {
        const actual = read(event);
        return Array.isArray(actual) ? actual.some(holds) : holds(actual);
      },
      anyOf: operator.text === '=' ? needlesInJson(value.text) : undefined,
    };
  }

  #keyword(word: string, read: (event: unknown) => unknown): Test {
    if (word === 'NOT' && this.#next('EXISTS').text.toUpperCase() === 'EXISTS')
      return { holds: (event) => read(event) === undefined };
    if (word === 'IS') {
      const what = this.#next('NULL, TRUE or FALSE').text.toUpperCase();
      const wanted = { NULL: null, TRUE: true, FALSE: false }[what];
      if (wanted !== undefined) return { holds: (event) => read(event) === wanted };
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

/** `$.a.b[0].c`, `$.['a.b']`; `[*]` stands for every element. */
function selectorOf(text: string): (event: unknown) => unknown {
  if (text !== '$' && !/^\$[.[]/.test(text)) throw badPattern(`${text} is not a selector: it must begin with $.`);
  const steps = [...text.slice(1).matchAll(/\.([^.[\]]+)|\.?\[(\d+|\*)\]|\.?\[(?:"([^"]*)"|'([^']*)')\]/gy)];
  if (steps.reduce((length, [step]) => length + step.length, 1) !== text.length) throw badPattern(`${text} is not a selector`);
  return (event) => {
    let value: unknown = event;
    for (const [, bare, index, quoted, single] of steps) {
      if (index === '*') {
        if (!Array.isArray(value)) return undefined;
        continue;
      }
      const key = bare ?? quoted ?? single ?? Number(index);
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
      value = (value as Record<string | number, unknown>)[key];
    }
    return value;
  };
}
