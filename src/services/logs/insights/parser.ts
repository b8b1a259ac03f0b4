import { malformed, notYetInQueries } from '../errors.ts';
import { type Token, tokensOf } from './lexer.ts';
import type { Column, Command, Expression, Pattern, Query, SortKey } from './syntax.ts';

/** Commands of AWS's language that are known and not built. */
const NOT_BUILT = new Set(['pattern', 'diff', 'anomaly', 'unmask', 'filterindex', 'source', 'lookup', 'join', 'search', 'tail']);
/** Of the parser's own steps: each pair of parentheses takes eight. */
const MAX_DEPTH = 1000;
/** From the loosest to the tightest. */
const LEVELS: readonly (readonly string[])[] = [
  ['or', '||'],
  ['and', '&&'],
  [],
  ['=', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
  ['^'],
];
const NOT_LEVEL = 2;
const COMPARING = 3;

/** aws: the commands and their grammar — CloudWatch Logs User Guide, "CloudWatch Logs Insights query syntax" */
export function parseQuery(query: string): Query {
  return new Parser(query).query();
}

class Parser {
  readonly #query: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(query: string) {
    this.#query = query;
    this.#tokens = tokensOf(query);
  }

  query(): Query {
    const commands: Command[] = [];
    if (this.#peek().kind === 'end') return commands;
    this.#takeSign('|'); // a query may begin with one
    do commands.push(this.#command());
    while (this.#takeSign('|'));
    if (this.#peek().kind !== 'end') throw this.#unexpected();
    return commands;
  }

  #command(): Command {
    const token = this.#next();
    const word = token.kind === 'name' ? token.text.toLowerCase() : '';
    switch (word) {
      case 'fields':
      case 'display':
        return { kind: word, columns: this.#columns() };
      case 'filter':
      case 'where':
        return { kind: 'filter', condition: this.#expression() };
      case 'parse':
        return this.#parse();
      case 'stats':
        return { kind: 'stats', columns: this.#columns(), by: this.#takeWord('by') ? this.#columns() : [] };
      case 'order':
      case 'sort':
        this.#takeWord('by');
        return { kind: 'sort', keys: this.#separated(() => this.#sortKey()) };
      case 'head':
      case 'limit':
        return { kind: 'limit', count: this.#count() };
      case 'unnest': {
        const list = this.#field();
        if (!this.#takeWord('into')) throw this.#unexpected();
        return { kind: 'unnest', list, name: this.#name() };
      }
      case 'dedup':
        return { kind: 'dedup', fields: this.#separated(() => this.#field()) };
      default:
        if (NOT_BUILT.has(word)) throw notYetInQueries(token.text);
        throw this.#unexpected(token);
    }
  }

  #parse(): Command {
    const first = this.#peek();
    const from: Expression =
      first.kind === 'text' || first.kind === 'regex' ? { kind: 'field', name: '@message' } : this.#field();
    const pattern = this.#pattern();
    const names = this.#takeWord('as') ? this.#separated(() => this.#name()) : [];
    return { kind: 'parse', from, pattern, names };
  }

  #columns(): Column[] {
    return this.#separated(() => {
      const { start } = this.#peek();
      const expression = this.#expression();
      const written = this.#query.slice(start, this.#tokens[this.#at - 1]?.end).trim();
      if (this.#takeWord('as')) return { expression, name: this.#name(), aliased: true };
      return { expression, name: expression.kind === 'field' ? expression.name : written, aliased: false };
    });
  }

  #sortKey(): SortKey {
    const expression = this.#expression();
    if (this.#takeWord('desc')) return { expression, descending: true };
    this.#takeWord('asc');
    return { expression, descending: false };
  }

  #expression(level = 0): Expression {
    if (++this.#depth > MAX_DEPTH) throw this.#unexpected();
    const expression = level === NOT_LEVEL ? this.#negation() : level >= LEVELS.length ? this.#operand() : this.#binary(level);
    this.#depth--;
    return expression;
  }

  #negation(): Expression {
    return this.#takeWord('not') ? { kind: 'not', operand: this.#expression(NOT_LEVEL) } : this.#expression(NOT_LEVEL + 1);
  }

  #binary(level: number): Expression {
    let left = this.#expression(level + 1);
    for (;;) {
      const token = this.#peek();
      const operator = token.text.toLowerCase();
      if (level === COMPARING) {
        const matched = this.#matching(left);
        if (matched) {
          left = matched;
          continue;
        }
      }
      const isOperator = (token.kind === 'sign' || token.kind === 'name') && LEVELS[level]?.includes(operator);
      if (!isOperator) return left;
      this.#at++;
      left = { kind: 'binary', operator, left, right: this.#expression(level + 1) };
    }
  }

  /** `like`, `=~` and `in`, each also with `not` in front. */
  #matching(operand: Expression): Expression | undefined {
    const following = this.#tokens[this.#at + 1]?.text.toLowerCase();
    const negated = isWord(this.#peek(), 'not') && (following === 'like' || following === 'in');
    if (negated) this.#at++;
    let found: Expression | undefined;
    if (this.#takeWord('like') || this.#takeSign('=~')) found = { kind: 'like', operand, pattern: this.#pattern() };
    else if (this.#takeWord('in')) found = { kind: 'in', operand, among: this.#list() };
    return found && negated ? { kind: 'not', operand: found } : found;
  }

  #list(): Expression[] {
    this.#expectSign('[');
    const among = this.#separated(() => this.#expression());
    this.#expectSign(']');
    return among;
  }

  #operand(): Expression {
    const token = this.#next();
    if (token.kind === 'text') return { kind: 'constant', value: token.text };
    if (token.kind === 'number') return { kind: 'constant', value: Number(token.text) };
    if (token.kind === 'quotedName') return { kind: 'field', name: token.text };
    if (token.kind === 'sign' && token.text === '-') {
      return { kind: 'binary', operator: '-', left: { kind: 'constant', value: 0 }, right: this.#expression(LEVELS.length) };
    }
    if (token.kind === 'sign' && token.text === '(') {
      const inner = this.#expression();
      this.#expectSign(')');
      return inner;
    }
    if (token.kind !== 'name') throw this.#unexpected(token);
    if (!this.#takeSign('(')) return { kind: 'field', name: token.text };
    const name = token.text.toLowerCase();
    if (this.#takeSign(')')) return { kind: 'call', name, operands: [], start: token.start };
    // count(*): all of the event
    const operands = isSign(this.#peek(), '*') && this.#at++ >= 0 ? [] : this.#separated(() => this.#expression());
    this.#expectSign(')');
    return { kind: 'call', name, operands, start: token.start };
  }

  #field(): Expression {
    return { kind: 'field', name: this.#name() };
  }

  #name(): string {
    const token = this.#next();
    if (token.kind !== 'name' && token.kind !== 'quotedName') throw this.#unexpected(token);
    return token.text;
  }

  #pattern(): Pattern {
    const { kind, text, start, ...rest } = this.#next();
    if (kind !== 'text' && kind !== 'regex') throw this.#unexpected({ kind, text, start, ...rest });
    return { kind, text, start };
  }

  #count(): number {
    const token = this.#next();
    const count = Number(token.text);
    if (token.kind !== 'number' || !Number.isSafeInteger(count) || count < 1) throw this.#unexpected(token);
    return count;
  }

  #separated<T>(one: () => T): T[] {
    const all = [one()];
    while (this.#takeSign(',')) all.push(one());
    return all;
  }

  #peek(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #next(): Token {
    const token = this.#peek();
    if (token.kind === 'end') throw this.#unexpected();
    this.#at++;
    return token;
  }

  #takeSign(text: string): boolean {
    if (!isSign(this.#peek(), text)) return false;
    this.#at++;
    return true;
  }

  #expectSign(text: string): void {
    if (!this.#takeSign(text)) throw this.#unexpected();
  }

  #takeWord(word: string): boolean {
    if (!isWord(this.#peek(), word)) return false;
    this.#at++;
    return true;
  }

  #unexpected({ text, start }: Token = this.#peek()): Error {
    return malformed(this.#query, text, start);
  }
}

const isSign = (token: Token, text: string): boolean => token.kind === 'sign' && token.text === text;
const isWord = (token: Token, word: string): boolean => token.kind === 'name' && token.text.toLowerCase() === word;
