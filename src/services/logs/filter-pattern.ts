import { type MessageFilter, unescaped } from './comparison.ts';
import { badPattern } from './errors.ts';
import { compileJsonFilter } from './json-filter.ts';
import { compileSpaceFilter } from './space-filter.ts';

/**
 * AWS's filter patterns: terms (all of them, `-` none of them, `?` at least one of them), quoted phrases, `{ $.json }` and
 * `[space, delimited]`. — aws: CloudWatch Logs User Guide, "Filter pattern syntax"
 */
export function compileFilter(pattern: string): MessageFilter {
  const text = pattern.trim();
  if (text === '') return () => true;
  if (text.startsWith('{')) return compileJsonFilter(text);
  if (text.startsWith('[')) return compileSpaceFilter(text);
  return compileTerms(text);
}

function compileTerms(text: string): MessageFilter {
  const all: string[] = [];
  const any: string[] = [];
  const none: string[] = [];
  for (const [, sign = '', quoted, bare] of text.matchAll(/([-?]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)) {
    const term = quoted === undefined ? (bare ?? '') : unescaped(quoted);
    if (quoted === undefined && term.startsWith('%')) throw badPattern('regular expressions are not supported by Millrace yet');
    if (quoted === undefined && term.includes('"')) throw badPattern('a quotation mark is not closed');
    (sign === '-' ? none : sign === '?' ? any : all).push(term);
  }
  return (message) =>
    all.every((term) => message.includes(term)) &&
    !none.some((term) => message.includes(term)) &&
    // aws: optional terms beside required ones are ignored — User Guide, "Using regular expressions and terms"
    (any.length === 0 || all.length > 0 || any.some((term) => message.includes(term)));
}
