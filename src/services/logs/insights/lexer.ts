import { malformed } from '../errors.ts';

export interface Token {
  /** `end` is behind the last one. */
  readonly kind: 'name' | 'quotedName' | 'text' | 'number' | 'regex' | 'sign' | 'end';
  readonly text: string;
  /** Where it begins and ends in the query. */
  readonly start: number;
  readonly end: number;
}

const SIGNS = /\|\||&&|!=|<=|>=|=~|[|,()[\]=<>+\-*/^%]/y;
/**
 * aws: letters, digits, `@` and dots; any other name stands in backticks; an item of a list in brackets
 * — User Guide, "Supported logs and discovered fields", "Structure types"
 */
const NAME = /in(?=\[)|[@A-Za-z_][\w@]*(?:\.[\w@]+|\.`[^`]*`|\[\d+\])*/iy;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** `5m`, `1h`: the period of bin(). */
const PERIOD = /\d+(?:ms|[smhdwyq]|mo)\b/y;
const TEXT = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/suy;
const QUOTED_NAME = /`([^`]*)`/y;
const REGEX = /\/((?:[^/\\\n]|\\.)*)\//y;
const BLANK = /\s+|#[^\n]*/y;

const KINDS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['text', TEXT],
  ['quotedName', QUOTED_NAME],
  ['text', PERIOD],
  ['number', NUMBER],
  ['name', NAME],
  ['sign', SIGNS],
];

export function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < query.length; ) {
    const blank = matchAt(BLANK, query, at);
    if (!blank) tokens.push(tokenAt(query, at, mayBeRegex(tokens)));
    at = blank ? at + blank[0].length : (tokens.at(-1)?.end ?? at);
  }
  tokens.push({ kind: 'end', text: '<EOF>', start: query.length, end: query.length });
  return tokens;
}

function tokenAt(query: string, start: number, mayBeRegex: boolean): Token {
  for (const [kind, pattern] of mayBeRegex ? ([['regex', REGEX], ...KINDS] as const) : KINDS) {
    const found = matchAt(pattern, query, start);
    if (!found) continue;
    const [all, inner, other] = found;
    const quoted = inner ?? other;
    const text = quoted === undefined ? all : kind === 'text' ? unescaped(quoted) : quoted;
    return { kind, text, start, end: start + all.length };
  }
  throw malformed(query, query[start] ?? '', start);
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** A slash begins a regular expression behind `like`, `=~` and the field of `parse`; elsewhere it divides. */
function mayBeRegex(tokens: readonly Token[]): boolean {
  const [before, last] = [tokens.at(-2), tokens.at(-1)];
  if (last?.kind === 'sign') return last.text === '=~';
  const word = last?.kind === 'name' ? last.text.toLowerCase() : '';
  return word === 'like' || word === 'parse' || (before?.kind === 'name' && before.text.toLowerCase() === 'parse');
}

const unescaped = (text: string): string => text.replace(/\\(["'\\])/g, '$1');
