/**
 * Patterns with `*` (any run of characters, also none) and `?` (one character). aws: what UTF-16 writes as two is two characters, in texts and
 * in ARNs — recorded, radkawar/stackd iam/condition_strings.json
 */
export type Token = string | typeof ANY | typeof ONE;
export const ANY = Symbol('*');
export const ONE = Symbol('?');

/** The wildcards of a text; everything else is literal. */
export function tokens(pattern: string): Token[] {
  const found: Token[] = [];
  let literal = '';
  const flush = () => {
    if (literal) found.push(literal);
    literal = '';
  };
  for (const char of pattern) {
    if (char !== '*' && char !== '?') {
      literal += char;
      continue;
    }
    flush();
    if (char === '?') found.push(ONE);
    else if (found.at(-1) !== ANY) found.push(ANY);
  }
  flush();
  return found;
}

/** A test compiled for the shapes policies really have: equal, anything, starts with, and the rest. */
export function glob(pattern: readonly Token[]): (text: string) => boolean {
  const [first, second] = pattern;
  if (pattern.length === 0) return (text) => text === '';
  if (pattern.length === 1 && first === ANY) return () => true;
  if (pattern.length === 1 && typeof first === 'string') return (text) => text === first;
  if (pattern.length === 2 && typeof first === 'string' && second === ANY) return (text) => text.startsWith(first);
  return (text) => matchTokens(pattern, text);
}

/** Greedy with one point of return (the last `*`), so no pattern takes exponential time. */
export function matchTokens(pattern: readonly Token[], text: string): boolean {
  let at = 0;
  let token = 0;
  let starToken = -1;
  let starAt = 0;
  while (at < text.length || token < pattern.length) {
    const want = pattern[token];
    if (want === ANY) {
      starToken = token++;
      starAt = at;
      if (token === pattern.length) return true;
      continue;
    }
    if (typeof want === 'string' && text.startsWith(want, at)) {
      at += want.length;
      token++;
      continue;
    }
    if (want === ONE && at < text.length) {
      at++;
      token++;
      continue;
    }
    if (starToken < 0 || starAt >= text.length) return false;
    const next = pattern[starToken + 1];
    // jump to where the literal after the star occurs next
    const found = typeof next === 'string' ? text.indexOf(next, starAt + 1) : starAt + 1;
    if (found < 0) return false;
    starAt = found;
    at = starAt;
    token = starToken + 1;
  }
  return true;
}
