import { ANY, glob, matchTokens, ONE, type Token, tokens } from './glob.ts';
import type { Question } from './types.ts';

/** A pattern of a policy, tested against a text of the request. */
export type Pattern = (text: string, question: Question) => boolean;
/** How a pattern compares. */
export interface PatternOptions {
  /** `${…}` is a policy variable: only in documents of version 2012-10-17. — developer guide "Policy variables" */
  readonly variables: boolean;
  /** `*` and `?` are wildcards. */
  readonly wildcards: boolean;
  readonly ignoreCase?: boolean;
}

interface Variable {
  readonly key: string;
  readonly fallback: string | undefined;
}
type Piece = Token | Variable;

const VARIABLE = /\$\{([^}]*)\}/g;

function pieces(text: string, options: PatternOptions): Piece[] {
  const plain = (part: string): Piece[] => (options.wildcards ? tokens(part) : part ? [part] : []);
  if (!options.variables || !text.includes('${')) return plain(text);
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(VARIABLE)) {
    found.push(...plain(text.slice(from, match.index)), variable(match[1] ?? ''));
    from = match.index + match[0].length;
  }
  found.push(...plain(text.slice(from)));
  return found;
}

function variable(inside: string): Piece {
  // aws: ${*}, ${?} and ${$} are the characters themselves — developer guide "Policy variables: special characters"
  if (inside === '*' || inside === '?' || inside === '$') return inside;
  const withDefault = /^([^,]*),\s*'(.*)'\s*$/s.exec(inside);
  return withDefault
    ? { key: (withDefault[1] ?? '').trim().toLowerCase(), fallback: withDefault[2] ?? '' }
    : { key: inside.trim().toLowerCase(), fallback: undefined };
}

/** The pattern with this request's values in the place of variables; undefined where one has no single value. */
function resolve(pattern: readonly Piece[], question: Question): Token[] | undefined {
  const resolved: Token[] = [];
  for (const piece of pattern) {
    if (typeof piece !== 'object') {
      push(resolved, piece);
      continue;
    }
    const value = question.values(piece.key) ?? piece.fallback;
    // aws: variables of keys that can have several values have none, nor their default — developer guide "Policy variables"; recorded,
    // radkawar/stackd iam/condition_sets.json
    if (typeof value !== 'string') return undefined;
    if (value) push(resolved, value);
  }
  return resolved;
}

/** Neighbouring literals become one, as the matcher expects. */
function push(list: Token[], token: Token): void {
  const last = list.at(-1);
  if (typeof token === 'string' && typeof last === 'string') list[list.length - 1] = last + token;
  else if (!(token === ANY && last === ANY)) list.push(token);
}

const lower = (token: Token): Token => (typeof token === 'string' ? token.toLowerCase() : token);

/** Compiles one pattern. */
export function pattern(text: string, options: PatternOptions): Pattern {
  const parsed = pieces(text, options);
  const fold = options.ignoreCase === true;
  if (parsed.some((piece) => typeof piece === 'object')) {
    return (value, question) => {
      const resolved = resolve(parsed, question);
      if (!resolved) return false;
      return fold ? matchTokens(resolved.map(lower), value.toLowerCase()) : matchTokens(resolved, value);
    };
  }
  const fixed: Token[] = [];
  for (const piece of parsed) if (typeof piece === 'string' || piece === ANY || piece === ONE) push(fixed, piece);
  const test = glob(fold ? fixed.map(lower) : fixed);
  return fold ? (value) => test(value.toLowerCase()) : test;
}

const ARN_PARTS = 6;

/** An ARN's first five parts and the rest, which may contain colons itself. */
export function arnParts(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  while (parts.length < ARN_PARTS - 1) {
    const colon = colonOutsideVariable(text, from);
    if (colon < 0) break;
    parts.push(text.slice(from, colon));
    from = colon + 1;
  }
  parts.push(text.slice(from));
  return parts;
}

let lastText = '';
let lastParts: readonly string[] = [''];

/** The parts of a request's ARN; remembered, since one resource meets many patterns. */
function splitArn(text: string): readonly string[] {
  if (text !== lastText) {
    lastParts = arnParts(text);
    lastText = text;
  }
  return lastParts;
}

/** The next colon that is not inside `${aws:username}`. */
function colonOutsideVariable(text: string, from: number): number {
  let colon = text.indexOf(':', from);
  while (colon >= 0) {
    const open = text.lastIndexOf('${', colon);
    const close = open >= from ? text.indexOf('}', open) : -1;
    if (close < colon) return colon;
    colon = text.indexOf(':', close);
  }
  return -1;
}

/**
 * An ARN pattern: every part is matched on its own, wildcards never reach over the first five colons; the last part may contain
 * anything. A pattern that ends early by `*` (`arn:aws:s3*`) leaves the rest open.
 * — developer guide "IAM JSON policy elements: Resource", "ARN condition operators"
 */
export function arnPattern(text: string, options: Pick<PatternOptions, 'variables'>): Pattern {
  if (/^\*+$/.test(text)) return () => true;
  const parts = arnParts(text);
  const open = parts.length < ARN_PARTS && text.endsWith('*');
  const tests = parts.map((part) => pattern(part, { ...options, wildcards: true }));
  const simple = tests.length === ARN_PARTS;
  return (value, question) => {
    const actual = splitArn(value);
    if (simple ? actual.length !== ARN_PARTS : open ? actual.length < tests.length : actual.length !== tests.length) return false;
    for (let i = tests.length - 1; i >= 0; i--) if (!tests[i]?.(actual[i] ?? '', question)) return false;
    return true;
  };
}
