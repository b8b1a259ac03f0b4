/** So much text is gathered before it is written. */
const GATHERED = 4 * 1024;

/**
 * Writes JSON as bytes, Base64 for what is bytes itself. `JSON.stringify` is quicker for everything else; but a text of a megabyte that is
 * made to be turned into bytes costs more than both.
 */
class JsonWriter {
  #bytes: Buffer;
  #at = 0;
  #text = '';

  constructor(expected: number) {
    this.#bytes = Buffer.allocUnsafe(expected);
  }

  /** A value without cycles: texts, numbers, booleans, bytes, lists, and maps, of which what is undefined is left out. */
  value(value: unknown): void {
    if (value instanceof Uint8Array) this.#base64(value);
    else if (Array.isArray(value)) this.#list(value);
    else if (typeof value === 'object' && value !== null) this.#map(value as Record<string, unknown>);
    else this.#text += JSON.stringify(value) ?? 'null';
  }

  bytes(): Buffer {
    this.#flush();
    return this.#bytes.subarray(0, this.#at);
  }

  #list(items: readonly unknown[]): void {
    this.#text += '[';
    for (let i = 0; i < items.length; i++) {
      if (i > 0) this.#text += ',';
      this.value(items[i]);
    }
    this.#text += ']';
  }

  #map(map: Record<string, unknown>): void {
    let before = '{';
    for (const key of Object.keys(map)) {
      const value = map[key];
      if (value === undefined) continue;
      this.#text += before + keyOf(key);
      this.value(value);
      before = ',';
    }
    this.#text += before === '{' ? '{}' : '}';
    if (this.#text.length > GATHERED) this.#flush();
  }

  #base64(value: Uint8Array): void {
    this.#text += '"';
    this.#flush();
    const text = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
    this.#room(text.length);
    this.#at += this.#bytes.write(text, this.#at, 'latin1');
    this.#text = '"';
  }

  #flush(): void {
    this.#room(this.#text.length * 3);
    this.#at += this.#bytes.write(this.#text, this.#at, 'utf8');
    this.#text = '';
  }

  #room(length: number): void {
    if (this.#at + length <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#at + length));
    this.#bytes.copy(grown, 0, 0, this.#at);
    this.#bytes = grown;
  }
}

const SMALL = 4 * 1024;
const LARGE = 1024 * 1024;

/** A function that writes documents of one kind. It makes room for one like the last: grown bytes are copied. */
export function jsonWriter(): (value: unknown) => Buffer {
  let expected = SMALL;
  return (value) => {
    const writer = new JsonWriter(expected);
    writer.value(value);
    const bytes = writer.bytes();
    expected = Math.min(Math.max(bytes.length + SMALL, SMALL), LARGE);
    return bytes;
  };
}

const keys = new Map<string, string>();
const KEPT = 2000;

/** Members are named by the model: few, and written often. */
function keyOf(name: string): string {
  let key = keys.get(name);
  if (key === undefined) {
    key = `${JSON.stringify(name)}:`;
    if (keys.size >= KEPT) keys.clear();
    keys.set(name, key);
  }
  return key;
}
