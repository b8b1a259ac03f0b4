import { RE2JS } from 're2js';
import { charge, isLong } from './regex-time.ts';

/** A pattern that says what it means. */
export const PLAIN = /^[^\\^$.|?*+()[\]{}]*$/;

export interface Regex {
  test(text: string): boolean;
  /** The texts of the groups of the first match, under their names. */
  groups(text: string): Record<string, string> | undefined;
  readonly names: readonly string[];
}

/**
 * A regular expression that a caller wrote, matched in time linear in the text. Throws where it is none; `test` and `groups` throw where
 * they take too long all the same: a program of thousands of instructions looks at each of them for each character.
 */
export function compileRegex(pattern: string): Regex {
  if (PLAIN.test(pattern)) {
    return { test: (text) => text.includes(pattern), groups: (text) => (text.includes(pattern) ? {} : undefined), names: [] };
  }
  const regex = RE2JS.compile(pattern);
  const size = regex.programSize();
  const named = Object.entries(regex.namedGroups()).sort(([, a], [, b]) => a - b);
  return {
    names: named.map(([name]) => name),
    test: (text) => regex.test(watched(text, size)),
    groups(text) {
      // whether there is a match is told faster than which
      if (isLong(size, text.length) && !regex.test(watched(text, size))) return undefined;
      const matcher = regex.matcher(watched(text, size));
      if (!matcher.find()) return undefined;
      return Object.fromEntries(
        named.flatMap(([name, index]) => {
          const start = matcher.start(index);
          return start < 0 ? [] : [[name, text.slice(start, matcher.end(index))]];
        }),
      );
    },
  };
}

/** RE2 takes objects of class String for texts. */
const watched = (text: string, size: number): string =>
  isLong(size, text.length) ? watchedText(text, size) : charged(text, size);

function charged(text: string, size: number): string {
  charge(size, text.length);
  return text;
}

/**
 * A text that is read letter by letter, and each letter counts. A class of its own beneath String would do, too, but V8 then reads the letters of
 * every text in the process three to six times as slowly, in answers of Kinesis for example: so it is one object with a member of its own.
 */
function watchedText(text: string, size: number): string {
  const charCodeAt = (index: number): number => {
    charge(size, 1);
    return text.charCodeAt(index);
  };
  return Object.assign(Object(text) as string, { charCodeAt });
}
