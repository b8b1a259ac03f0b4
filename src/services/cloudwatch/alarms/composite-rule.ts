import type { StateValue } from '#api/cloudwatch';

/** A composite alarm's rule, parsed. */
export type Rule =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'state'; readonly state: StateValue; readonly alarm: string }
  | { readonly kind: 'not'; readonly of: Rule }
  | { readonly kind: 'and' | 'or'; readonly left: Rule; readonly right: Rule };

/** Why a rule cannot be read, for people. */
export class RuleError extends Error {}

const TOKEN = /\s*(?:([()])|"((?:[^"\\]|\\.)*)"|([^\s()"]+))/y;
const STATES: ReadonlySet<string> = new Set(['ALARM', 'OK', 'INSUFFICIENT_DATA'] satisfies StateValue[]);
/** aws: 500 elements, TRUE and FALSE among them; 100 alarms — API reference, PutCompositeAlarm, AlarmRule */
const ELEMENTS = 500;
const CHILDREN = 100;

interface Token {
  readonly text: string;
  readonly quoted: boolean;
}

function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (text.slice(TOKEN.lastIndex).trim() !== '') {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw new RuleError(`unexpected text at position ${at + 1}`);
    const [, sign, quoted, word] = match;
    if (quoted !== undefined) found.push({ text: quoted.replace(/\\(.)/g, '$1'), quoted: true });
    else found.push({ text: sign ?? word ?? '', quoted: false });
  }
  return found;
}

/** aws: `ALARM(a) AND NOT (OK("b") OR TRUE)`; NOT binds tightest, then AND, then OR — API reference, PutCompositeAlarm */
export function parseRule(text: string): Rule {
  const rule = new Parser(tokensOf(text)).whole();
  if (childrenOf(rule).length > CHILDREN) throw new RuleError(`a rule speaks of at most ${CHILDREN} alarms`);
  return rule;
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #elements = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Rule {
    const rule = this.#or();
    if (this.#at < this.#tokens.length) throw this.#unexpected();
    return rule;
  }

  #took(text: string): boolean {
    const next = this.#tokens[this.#at];
    if (next?.quoted !== false || next.text !== text) return false;
    this.#at++;
    return true;
  }

  #unexpected(): RuleError {
    const next = this.#tokens[this.#at];
    return new RuleError(next ? `unexpected ${next.text}` : 'the rule ends too early');
  }

  #or(): Rule {
    let left = this.#and();
    while (this.#took('OR')) left = { kind: 'or', left, right: this.#and() };
    return left;
  }

  #and(): Rule {
    let left = this.#not();
    while (this.#took('AND')) left = { kind: 'and', left, right: this.#not() };
    return left;
  }

  #not(): Rule {
    if (++this.#depth > ELEMENTS) throw new RuleError('the rule is nested too deeply');
    try {
      return this.#took('NOT') ? { kind: 'not', of: this.#not() } : this.#element();
    } finally {
      this.#depth--;
    }
  }

  #element(): Rule {
    if (++this.#elements > ELEMENTS) throw new RuleError(`a rule has at most ${ELEMENTS} elements`);
    if (this.#took('(')) {
      const inner = this.#or();
      this.#expect(')');
      return inner;
    }
    for (const constant of ['TRUE', 'FALSE']) if (this.#took(constant)) return { kind: 'constant', value: constant === 'TRUE' };
    const next = this.#tokens[this.#at];
    if (!next || next.quoted || !STATES.has(next.text)) throw this.#unexpected();
    this.#at++;
    this.#expect('(');
    const name = this.#tokens[this.#at];
    if (!name || (!name.quoted && (name.text === '(' || name.text === ')'))) throw this.#unexpected();
    this.#at++;
    this.#expect(')');
    return { kind: 'state', state: next.text as StateValue, alarm: name.text };
  }

  #expect(sign: string): void {
    if (!this.#took(sign)) throw this.#unexpected();
  }
}

/** The alarms a rule speaks of, by name or ARN as it has them. */
export function childrenOf(rule: Rule): string[] {
  const found = new Set<string>();
  const visit = (node: Rule): void => {
    if (node.kind === 'state') found.add(node.alarm);
    else if (node.kind === 'not') visit(node.of);
    else if (node.kind !== 'constant') {
      visit(node.left);
      visit(node.right);
    }
  };
  visit(rule);
  return [...found];
}

export function holds(rule: Rule, stateOf: (alarm: string) => StateValue | undefined): boolean {
  switch (rule.kind) {
    case 'constant':
      return rule.value;
    case 'state':
      return stateOf(rule.alarm) === rule.state;
    case 'not':
      return !holds(rule.of, stateOf);
    case 'and':
      return holds(rule.left, stateOf) && holds(rule.right, stateOf);
    case 'or':
      return holds(rule.left, stateOf) || holds(rule.right, stateOf);
  }
}
