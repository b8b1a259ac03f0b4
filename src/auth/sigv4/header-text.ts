/*
 * A header's value is bytes, and a string of such a value has one character for each. A client signs text: where it sends that in UTF-8, the
 * text has to be read out of the bytes before it is what was signed. Others send Latin-1, and what they signed is the string as it is.
 */

const strict = new TextDecoder('utf-8', { fatal: true });
const BEYOND_ASCII = /[\u0080-\u00ff]/;

function asUtf8(value: string): string {
  try {
    return strict.decode(Buffer.from(value, 'latin1'));
  } catch {
    return value;
  }
}

/** The headers read as UTF-8, where that makes a difference; undefined where it makes none. */
export function readAsUtf8(headers: Readonly<Record<string, string>>): Record<string, string> | undefined {
  let read: Record<string, string> | undefined;
  for (const [name, value] of Object.entries(headers)) {
    if (!BEYOND_ASCII.test(value)) continue;
    const text = asUtf8(value);
    if (text === value) continue;
    read ??= { ...headers };
    read[name] = text;
  }
  return read;
}
