import { Unreadable } from './violations.ts';

/** `a=1&b.member.1.c=2` as a tree of names. */
export type QueryTree = { [name: string]: string | QueryTree };

// Ours: more than the largest request of these services needs.
const PARAMETERS = 10_000;
const DEPTH = 32;

export function readQueryParameters(text: string): QueryTree {
  const tree = branch();
  let count = 0;
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    if (++count > PARAMETERS) throw new Unreadable('Too many parameters');
    const equals = pair.indexOf('=');
    const path = unescaped(equals < 0 ? pair : pair.slice(0, equals)).split('.');
    if (path.length > DEPTH) throw new Unreadable('Too many levels in a parameter');
    const leaf = path.pop() ?? '';
    let at = tree;
    for (const name of path) {
      const next = at[name];
      if (typeof next === 'object') at = next;
      else {
        const grown = branch();
        at[name] = grown;
        at = grown;
      }
    }
    at[leaf] = equals < 0 ? '' : unescaped(pair.slice(equals + 1));
  }
  return tree;
}

const branch = (): QueryTree => Object.create(null);

function unescaped(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    throw new Unreadable('A parameter is not percent-encoded UTF-8');
  }
}
