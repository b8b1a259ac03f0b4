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
  /** The fields that the pattern speaks of, under the names it gives them. */
  extract(message: string): Record<string, string>;
  /** Reads what `$.a.b` or `$column` stands for; undefined where the pattern has no such field. */
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

/** A comparison with a number where the pattern gives one, otherwise with a text that may have wildcards. */
export function compare(operator: Comparison, value: string, quoted: boolean): (actual: unknown) => boolean {
  const number = Number(value);
  if (!quoted && value !== '' && Number.isFinite(number)) {
    const holds: Record<Comparison, (n: number) => boolean> = {
      '=': (n) => n === number,
      '!=': (n) => n !== number,
      '<': (n) => n < number,
      '<=': (n) => n <= number,
      '>': (n) => n > number,
      '>=': (n) => n >= number,
    };
    return (actual) => {
      const n =
        typeof actual === 'number' ? actual : typeof actual === 'string' && actual.trim() !== '' ? Number(actual) : Number.NaN;
      return !Number.isNaN(n) && holds[operator](n);
    };
  }
  if (operator !== '=' && operator !== '!=') throw badPattern(`${operator} compares numbers, and ${value} is none`);
  const matches = !quoted && value.startsWith('%') ? regexTest(value) : wildcard(value);
  return (actual) => (typeof actual === 'string' || typeof actual === 'number') && matches(String(actual)) === (operator === '=');
}
