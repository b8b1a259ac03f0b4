import { parseDocument } from './document.ts';

const VARIABLE = /\$\{([^},]+)[^}]*\}/g;
const SPECIAL = new Set(['*', '?', '$']);

/** The condition keys a document asks for, in conditions and as variables, as it writes them. */
export function contextKeysOf(document: string): string[] {
  const keys = new Map<string, string>();
  const add = (key: string) => {
    if (!keys.has(key.toLowerCase())) keys.set(key.toLowerCase(), key);
  };
  const addVariables = (text: string) => {
    for (const match of text.matchAll(VARIABLE)) {
      const key = (match[1] ?? '').trim();
      if (!SPECIAL.has(key)) add(key);
    }
  };
  const { version, statements } = parseDocument(document);
  for (const { resources, conditions } of statements) {
    for (const { key, values } of conditions) {
      add(key);
      if (version === '2012-10-17') values.forEach(addVariables);
    }
    if (version === '2012-10-17') resources?.list.forEach(addVariables);
  }
  return [...keys.values()];
}
