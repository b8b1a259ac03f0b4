import { badPattern, badTerm } from './errors.ts';
import { compileRegex } from './regex.ts';

/** Whether a message is wanted. */
export type MessageFilter = (message: string) => boolean;

/** What a filter pattern makes of messages. */
export interface FilterPattern {
  readonly kind: 'terms' | 'json' | 'columns';
  readonly matches: MessageFilter;
  /** A message that matches holds at least one of these. */
  readonly anyOf: readonly Uint8Array[] | undefined;
  readonly regexes: number;
  /** The fields of a message in columns, under the names the pattern gives them. */
  extract(message: string): Record<string, string>;
  /** Reads what `$.a.b` or `$column` stands for; undefined where that is no selector of one value in such a pattern. */
  field(selector: string): ((message: string) => unknown) | undefined;
}

export const unescaped = (quoted: string): string => quoted.replace(/\\(.)/g, '$1');

/** `*` stands for any characters. Compiled without regular expressions, so that no pattern can be slow. */
export function wildcard(pattern: string): (text: string) => boolean {
  const parts = pattern.split('*');
  if (parts.length === 1) return (text) => text === pattern;
  const [head = '', ...rest] = parts;
  const tail = rest.pop() ?? '';
  return (text) => {
    if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return false;
    let at = head.length;
    for (const part of rest) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= text.length - tail.length;
  };
}

/** `%ERROR|WARN%`: a regular expression, found anywhere in the text. — aws: User Guide, "Supported regular expressions (regex) syntax" */
export function regexTest(written: string): (text: string) => boolean {
  if (written.length < 3 || !written.endsWith('%')) throw badPattern(`${written} is not a regular expression`);
  // aws: these letters, symbols and operators only: no parentheses, no spaces — User Guide; observed in refusals
  const strange = /[^A-Za-z0-9:_#=@/;,\-^$?[\]{}|\\*+.]+/.exec(written.slice(1, -1));
  if (strange) throw badTerm(strange[0]);
  try {
    return compileRegex(written.slice(1, -1)).test;
  } catch {
    throw badPattern(`${written} is not a regular expression`);
  }
}

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** The number that a pattern gives. */
export function numberIn(value: string, quoted: boolean): number | undefined {
  const number = quoted || value === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/**
 * A comparison with a number where the pattern gives one, otherwise with a text that may have wildcards. What is neither a number nor a text
 * is never like or unlike them, and texts are no numbers: they are compared with what is written in the pattern.
 * — aws: recorded, radkawar/stackd logs/filters.json, json_number_… and json_string_…
 */
export function compare(operator: Comparison, value: string, quoted: boolean): (actual: unknown) => boolean {
  const number = numberIn(value, quoted);
  if (number !== undefined) {
    const holds: Record<Comparison, (n: number) => boolean> = {
      '=': (n) => n === number,
      '!=': (n) => n !== number,
      '<': (n) => n < number,
      '<=': (n) => n <= number,
      '>': (n) => n > number,
      '>=': (n) => n >= number,
    };
    return (actual) => {
      if (typeof actual === 'number') return holds[operator](actual);
      return typeof actual === 'string' && (operator === '=' ? actual === value : operator === '!=' && actual !== value);
    };
  }
  if (operator !== '=' && operator !== '!=') throw badPattern(`${operator} compares numbers, and ${value} is none`);
  const matches = !quoted && value.startsWith('%') ? regexTest(value) : wildcard(value);
  return (actual) => (typeof actual === 'string' || typeof actual === 'number') && matches(String(actual)) === (operator === '=');
}
