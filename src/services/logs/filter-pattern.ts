import { type FilterPattern, type MessageFilter, regexTest, unescaped } from './comparison.ts';
import { badTerm } from './errors.ts';
import { compileJsonFilter } from './json-filter.ts';
import { compileSpaceFilter } from './space-filter.ts';

/**
 * AWS's filter patterns: terms (all of them, `-` none of them, `?` at least one of them), quoted phrases, `%regular expressions%`,
 * `{ $.json }` and `[space, delimited]`. — aws: CloudWatch Logs User Guide, "Filter pattern syntax"
 */
export function compilePattern(pattern: string): FilterPattern {
  const text = pattern.trim();
  if (text.startsWith('{')) return compileJsonFilter(text);
  if (text.startsWith('[')) return compileSpaceFilter(text);
  const matches = text === '' ? () => true : compileTerms(text);
  return { kind: 'terms', matches, extract: () => ({}), field: () => undefined };
}

export const compileFilter = (pattern: string): MessageFilter => compilePattern(pattern).matches;

const TERM = /([-?]?)(?:"((?:[^"\\]|\\.)*)"|(%(?:[^%\\]|\\.)*%)|(\S+))/g;

function compileTerms(text: string): MessageFilter {
  const all: MessageFilter[] = [];
  const any: MessageFilter[] = [];
  const none: MessageFilter[] = [];
  for (const [, sign = '', quoted, regex, bare] of text.matchAll(TERM)) {
    const test = regex === undefined ? termTest(quoted, bare ?? '') : regexTest(regex);
    (sign === '-' ? none : sign === '?' ? any : all).push(test);
  }
  return (message) =>
    all.every((test) => test(message)) &&
    !none.some((test) => test(message)) &&
    // aws: optional terms beside required ones are ignored — User Guide, "Using regular expressions and terms"
    (any.length === 0 || all.length > 0 || any.some((test) => test(message)));
}

/** aws: a term of anything but letters, digits and underscores stands in quotation marks — User Guide; observed in refusals */
function termTest(quoted: string | undefined, bare: string): MessageFilter {
  if (quoted === '') throw badTerm('""');
  if (quoted === undefined && bare.startsWith('%')) return regexTest(bare);
  const strange = quoted === undefined && /[^\p{L}\p{N}_]+/u.exec(bare);
  if (strange) throw badTerm(strange[0]);
  const term = quoted === undefined ? bare : unescaped(quoted);
  return (message) => message.includes(term);
}
