import { type FilterPattern, type MessageFilter, regexTest, unescaped } from './comparison.ts';
import { badTerm } from './errors.ts';
import { compileJsonFilter } from './json-filter.ts';
import { best, needles, union } from './needles.ts';
import { compileSpaceFilter } from './space-filter.ts';

/**
 * AWS's filter patterns: terms (all of them, `-` none of them, `?` at least one of them), quoted phrases, `%regular expressions%`,
 * `{ $.json }` and `[space, delimited]`. — aws: CloudWatch Logs User Guide, "Filter pattern syntax"
 */
export function compilePattern(pattern: string): FilterPattern {
  const text = pattern.trim();
  if (text.startsWith('{')) return compileJsonFilter(text);
  if (text.startsWith('[')) return compileSpaceFilter(text);
  return { kind: 'terms', ...compileTerms(text), extract: () => ({}), field: () => undefined };
}

export const compileFilter = (pattern: string): MessageFilter => compilePattern(pattern).matches;

const TERM = /([-?]?)(?:"((?:[^"\\]|\\.)*)"|(%(?:[^%\\]|\\.)*%)|(\S+))/g;

interface Term {
  readonly test: MessageFilter;
  /** What a message must contain to pass. Undefined: a regular expression tells. */
  readonly text?: string;
}

function compileTerms(text: string): Pick<FilterPattern, 'matches' | 'anyOf'> {
  const all: Term[] = [];
  const any: Term[] = [];
  const none: Term[] = [];
  for (const [, sign = '', quoted, regex, bare] of text.matchAll(TERM)) {
    const term = regex === undefined ? termOf(quoted, bare ?? '') : { test: regexTest(regex) };
    (sign === '-' ? none : sign === '?' ? any : all).push(term);
  }
  return {
    matches: (message) =>
      all.every(({ test }) => test(message)) &&
      !none.some(({ test }) => test(message)) &&
      // aws: optional terms beside required ones are ignored — User Guide, "Using regular expressions and terms"
      (any.length === 0 || all.length > 0 || any.some(({ test }) => test(message))),
    anyOf: all.length > 0 ? best(all.map(({ text: one }) => needles(one))) : union(any.map(({ text: one }) => needles(one))),
  };
}

/** aws: a term of anything but letters, digits and underscores stands in quotation marks — User Guide; observed in refusals */
function termOf(quoted: string | undefined, bare: string): Term {
  if (quoted === '') throw badTerm('""');
  if (quoted === undefined && bare.startsWith('%')) return { test: regexTest(bare) };
  const strange = quoted === undefined && /[^\p{L}\p{N}_]+/u.exec(bare);
  if (strange) throw badTerm(strange[0]);
  const text = quoted === undefined ? bare : unescaped(quoted);
  return { test: (message) => message.includes(text), text };
}
