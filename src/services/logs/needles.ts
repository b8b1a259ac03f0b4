/** Texts of which a message that is looked for holds at least one, as bytes. Undefined: nothing is known. */
export type Needles = readonly Uint8Array[] | undefined;

export const needles = (...texts: readonly (string | undefined)[]): Needles =>
  texts.every((text) => text !== undefined && text !== '') ? texts.map((text) => Buffer.from(text as string)) : undefined;

/** Within JSON a text stands as it is, or has letters escaped; a number can be written in many ways. */
export const needlesInJson = (text: string): Needles =>
  /^[\w -]+$/.test(text) && /[A-Za-z]{2}/.test(text) ? needles(text, '\\u') : undefined;

/** Of conditions that must all hold, the one that is likely to pass least. */
export function best(all: readonly Needles[]): Needles {
  const shortest = (of: readonly Uint8Array[]) => Math.min(...of.map(({ length }) => length));
  return all.reduce((a, b) => (a && b ? (a.length < b.length || shortest(a) >= shortest(b) ? a : b) : (a ?? b)), undefined);
}

/** Of conditions of which one must hold. */
export const union = (any: readonly Needles[]): Needles =>
  any.length > 0 && any.every((each) => each !== undefined) ? any.flatMap((each) => each ?? []) : undefined;
