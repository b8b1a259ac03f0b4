import { RE2JS } from 're2js';

/** A pattern that says what it means. */
export const PLAIN = /^[^\\^$.|?*+()[\]{}]*$/;

export interface Regex {
  test(text: string): boolean;
  /** The texts of the groups of the first match, under their names. */
  groups(text: string): Record<string, string> | undefined;
  readonly names: readonly string[];
}

/** A regular expression that a caller wrote, matched in time linear in the text. Throws where it is none. */
export function compileRegex(pattern: string): Regex {
  if (PLAIN.test(pattern)) {
    return { test: (text) => text.includes(pattern), groups: (text) => (text.includes(pattern) ? {} : undefined), names: [] };
  }
  const regex = RE2JS.compile(pattern);
  const named = Object.entries(regex.namedGroups()).sort(([, a], [, b]) => a - b);
  return {
    names: named.map(([name]) => name),
    test: (text) => regex.test(text),
    groups(text) {
      const matcher = regex.matcher(text);
      if (!matcher.find()) return undefined;
      return Object.fromEntries(
        named.flatMap(([name, index]) => {
          const group = matcher.group(index);
          return group === null ? [] : [[name, group]];
        }),
      );
    },
  };
}
