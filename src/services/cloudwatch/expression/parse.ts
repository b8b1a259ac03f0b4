/** A metric math expression, parsed. */
export type Node =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'id'; readonly name: string }
  | { readonly kind: 'negative'; readonly of: Node }
  | { readonly kind: 'list'; readonly of: readonly Node[] }
  | { readonly kind: 'operation'; readonly operator: Operator; readonly left: Node; readonly right: Node }
  | { readonly kind: 'call'; readonly name: string; readonly given: readonly Node[] };

export type Operator = '+' | '-' | '*' | '/' | '^' | '==' | '!=' | '<' | '>' | '<=' | '>=' | '&&' | '||';

/** Why an expression cannot be computed, for people. */
export class ExpressionError extends Error {}

interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'sign' | 'end';
  readonly text: string;
}

const TOKEN =
  /\s*(?:((?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|"([^"]*)"|'([^']*)'|([A-Za-z_]\w*)|(==|!=|<=|>=|&&|\|\||[-+*/^(),<>[\]]))/y;
/** Ours: far deeper than any dashboard's, far shallower than the stack. */
const DEPTH = 60;

function tokens(text: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (text.slice(TOKEN.lastIndex).trim() !== '') {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw new ExpressionError(`unexpected text at position ${at + 1}`);
    const [, number, double, single, name, sign] = match;
    if (number !== undefined) found.push({ kind: 'number', text: number });
    else if (name === 'AND' || name === 'OR') found.push({ kind: 'sign', text: SPELLED[name] });
    else if (name !== undefined) found.push({ kind: 'name', text: name });
    else if (sign !== undefined) found.push({ kind: 'sign', text: sign });
    else found.push({ kind: 'text', text: double ?? single ?? '' });
  }
  return [...found, { kind: 'end', text: '' }];
}

const COMPARISONS = Object.fromEntries(['==', '!=', '<', '>', '<=', '>='].map((sign) => [sign, 3]));
const BINDING: Readonly<Record<string, number>> = { '||': 1, '&&': 2, ...COMPARISONS, '+': 4, '-': 4, '*': 5, '/': 5, '^': 7 };
const UNARY = 6;
/** aws: the logical operators are words too — CloudWatch user guide, Metric math */
const SPELLED = { AND: '&&', OR: '||' } as const;

export function parseExpression(text: string): Node {
  const parser = new Parser(tokens(text));
  return parser.whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(found: readonly Token[]) {
    this.#tokens = found;
  }

  whole(): Node {
    const node = this.#expression(0);
    if (this.#next.kind !== 'end') throw this.#unexpected();
    return node;
  }

  get #next(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #unexpected(): ExpressionError {
    const { kind, text } = this.#next;
    return new ExpressionError(kind === 'end' ? 'the expression ends too early' : `unexpected ${text}`);
  }

  #expression(least: number): Node {
    if (++this.#depth > DEPTH) throw new ExpressionError('the expression is nested too deeply');
    let left = this.#operand();
    for (;;) {
      const operator = this.#next.kind === 'sign' ? this.#next.text : '';
      const binding = BINDING[operator];
      if (binding === undefined || binding <= least) break;
      this.#at++;
      const right = this.#expression(binding);
      left = { kind: 'operation', operator: operator as Operator, left, right };
    }
    this.#depth--;
    return left;
  }

  #operand(): Node {
    const token = this.#next;
    this.#at++;
    switch (token.kind) {
      case 'number':
        return { kind: 'number', value: Number(token.text) };
      case 'text':
        return { kind: 'text', value: token.text };
      case 'name':
        if (this.#next.text === '(' && this.#next.kind === 'sign') return this.#call(token.text);
        return { kind: 'id', name: token.text };
      case 'sign':
        if (token.text === '-') return { kind: 'negative', of: this.#expression(UNARY) };
        if (token.text === '(') {
          const inner = this.#expression(0);
          this.#expect(')');
          return inner;
        }
        if (token.text === '[') return { kind: 'list', of: this.#until(']') };
    }
    this.#at--;
    throw this.#unexpected();
  }

  #call(name: string): Node {
    this.#at++;
    return { kind: 'call', name: name.toUpperCase(), given: this.#until(')') };
  }

  #until(end: string): Node[] {
    if (this.#took(end)) return [];
    const given: Node[] = [];
    do given.push(this.#expression(0));
    while (this.#took(','));
    this.#expect(end);
    return given;
  }

  #took(sign: string): boolean {
    if (this.#next.kind !== 'sign' || this.#next.text !== sign) return false;
    this.#at++;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#took(sign)) throw this.#unexpected();
  }
}

/** The ids an expression speaks of. */
export function idsIn(node: Node): string[] {
  switch (node.kind) {
    case 'id':
      return isWord(node.name) ? [] : [node.name];
    case 'negative':
      return idsIn(node.of);
    case 'list':
      return node.of.flatMap(idsIn);
    case 'operation':
      return [...idsIn(node.left), ...idsIn(node.right)];
    case 'call':
      return node.given.flatMap(idsIn);
    default:
      return [];
  }
}

/** Ids begin with a small letter: any other name is a word of a function's, such as `REPEAT` or `DESC`. */
export const isWord = (name: string): boolean => !/^[a-z]/.test(name);
