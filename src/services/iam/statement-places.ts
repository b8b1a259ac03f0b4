import type { Position } from '#api/iam';

interface Place {
  readonly StartPosition: Position;
  readonly EndPosition: Position;
}

/**
 * Where the statements of a policy document stand: lines and columns count from 1. One alone begins behind its brace, the first of a list
 * behind the list's bracket, each later one where the one before ends; all end behind their brace.
 * aws: recorded, localstack tests/aws/services/iam, test_simulate_principle_policy; radkawar/stackd testdata/aws/iam/simulation.json
 */
export function statementPlaces(document: string): Place[] {
  const places: Place[] = [];
  let line = 1;
  let lineStart = 0;
  let depth = 0;
  /** The depth at which statements begin, once their key was read. */
  let within: number | undefined;
  let start: Position | undefined;
  for (let at = 0; at < document.length; at++) {
    const char = document[at];
    const behind = (): Position => ({ Line: line, Column: at - lineStart + 2 });
    if (char === '"') {
      const from = at;
      for (at++; at < document.length && document[at] !== '"'; at++) if (document[at] === '\\') at++;
      const isKey = depth === 1 && document.slice(from, at + 1) === '"Statement"' && /^\s*:/.test(document.slice(at + 1));
      if (isKey) within = /^\s*:\s*\[/.test(document.slice(at + 1)) ? 2 : 1;
    } else if (char === '\n') {
      line++;
      lineStart = at + 1;
    } else if (char === '{' || char === '[') {
      if ((char === '{' && within === 1 && depth === 1) || (char === '[' && within === 2 && depth === 1)) start = behind();
      depth++;
    } else if (char === '}' || char === ']') {
      depth--;
      if (char === '}' && depth === within && start) {
        places.push({ StartPosition: start, EndPosition: behind() });
        start = within === 2 ? behind() : undefined;
        if (within === 1) within = undefined;
      } else if (char === ']' && within === 2 && depth === 1) within = undefined;
    }
  }
  return places;
}
