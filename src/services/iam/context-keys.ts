import { contextKeysOf as keysOf } from '#auth';
import { checked } from './errors.ts';

/** The condition keys that some policies ask for, each once. */
export function contextKeysOf(documents: readonly string[]): string[] {
  const keys = new Map<string, string>();
  checked(() => {
    for (const key of documents.flatMap(keysOf)) if (!keys.has(key.toLowerCase())) keys.set(key.toLowerCase(), key);
  });
  return [...keys.values()];
}
