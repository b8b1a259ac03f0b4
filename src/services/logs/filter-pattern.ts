import { type FilterPattern, type MessageFilter, regexTest, unescaped } from './comparison.ts';
import { badTerm, tooManyRegexes } from './errors.ts';
import { compileJsonFilter } from './json-filter.ts';
import { best, needles, union } from './needles.ts';
import { compileSpaceFilter } from './space-filter.ts';

/**
 * AWS's filter patterns: terms (all of them, `-` none of them, `?` at least one of them), quoted phrases, `%regular expressions%`,
 * `{ $.json }` and `[space, delimited]`. — aws: CloudWatch Logs User Guide, "Filter pattern syntax"
 */
export function compilePattern(pattern: string): FilterPattern {
  const text = pattern.trim();
  const regexes = [...text.matchAll(REGEX)].filter(([, regex]) => regex !== undefined).length;
  if (regexes > MOST_REGEXES) throw tooManyRegexes(MOST_REGEXES);
  if (text.startsWith('{')) return { ...compileJsonFilter(text), regexes };
  if (text.startsWith('[')) return { ...compileSpaceFilter(text), regexes };
  return { kind: 'terms', ...compileTerms(text), regexes, extract: () => ({}), field: () => undefined };
}

/** aws: recorded, radkawar/stackd logs/filters.json, invalid_json_three_regex */
const MOST_REGEXES = 2;
/** Regular expressions, and quoted texts so that none is found in them. */
const REGEX = /"(?:[^"\\]|\\.)*"|(?<![^\s=?-])(%(?:[^%\\]|\\.)*%)/g;

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
  // aws: optional terms beside required or excluded ones are ignored — recorded, radkawar/stackd logs/filters.json, optional_with_…
  const optional = any.length === 0 || all.length > 0 || none.length > 0;
  return {
    matches: (message) =>
      all.every(({ test }) => test(message)) &&
      !none.some(({ test }) => test(message)) &&
      (optional || any.some(({ test }) => test(message))),
    anyOf:
      all.length > 0
        ? best(all.map(({ text: one }) => needles(one)))
        : optional
          ? undefined
          : union(any.map(({ text: one }) => needles(one))),
  };
}

/** aws: a term of anything but letters, digits and underscores stands in quotation marks — User Guide; observed in refusals */
function termOf(quoted: string | undefined, bare: string): Term {
  if (quoted === '') throw badTerm('""');
  // aws: the whole of it is told — recorded, radkawar/stackd logs/filters.json, invalid_unclosed_quote
  if (quoted === undefined && bare.startsWith('"')) throw badTerm(bare);
  if (quoted === undefined && bare.startsWith('%')) return { test: regexTest(bare) };
  const strange = quoted === undefined && /[^\p{L}\p{N}_]+/u.exec(bare);
  if (strange) throw badTerm(strange[0]);
  const text = quoted === undefined ? bare : unescaped(quoted);
  return { test: (message) => message.includes(text), text };
}
