/** The head of a request that has nothing unusual about it. */
export interface PlainHead {
  readonly method: string;
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes of the head: where the body begins. */
  readonly length: number;
  readonly bodyLength: number;
}

/** Longer heads, and bodies, are for Node's own server. */
const HEAD_BYTES = 8 * 1024;
const BODY_BYTES = 64 * 1024;

const END = Buffer.from('\r\n\r\n');
const REQUEST = /^(GET|PUT|POST|HEAD|DELETE) (\/[!-~]*) HTTP\/1\.1$/;
/** Whole lines of names and values, without control characters, and without a name that an object could have of its own. */
const HEADERS = /^(?:[A-Za-z][A-Za-z0-9_-]*:[\t\x20-\x7e\x80-\xff]*\r\n)+$/;
/** What changes how a message is to be read, or what becomes of its connection. `proxy-connection` counts as `connection` to Node's parser. */
const UNUSUAL = new Set([
  'transfer-encoding',
  'trailer',
  'expect',
  'upgrade',
  'http2-settings',
  'proxy-connection',
  'set-cookie',
]);
const LENGTH = /^\d{1,5}$/;

const NAMES = 1000;
const names = new Map<string, string>();

/** The same few names come with every request. */
function lowerCase(name: string): string {
  let lower = names.get(name);
  if (lower === undefined) {
    lower = name.toLowerCase();
    if (names.size < NAMES) names.set(name, lower);
  }
  return lower;
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09;

/** RFC 9110, 5.5: blanks around a value are none of it. `trim` would take more away. */
function valueIn(text: string, from: number, to: number): string {
  let [start, end] = [from, to];
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/**
 * The head that bytes begin with, if it is all there and can mean one thing only. Everything else is undefined, and for Node's own
 * parser to read or to refuse: here nothing is made up for, so no two readers of the same bytes can disagree.
 */
export function plainHead(bytes: Buffer): PlainHead | undefined {
  const end = bytes.indexOf(END);
  if (end < 0 || end > HEAD_BYTES) return undefined;
  const text = bytes.toString('latin1', 0, end + 2);
  const first = text.indexOf('\r\n');
  const request = REQUEST.exec(text.slice(0, first));
  const lines = text.slice(first + 2);
  if (!request || !HEADERS.test(lines)) return undefined;
  const headers: Record<string, string> = {};
  for (let at = 0; at < lines.length; ) {
    const colon = lines.indexOf(':', at);
    const stop = lines.indexOf('\r\n', colon);
    const name = lowerCase(lines.slice(at, colon));
    if (headers[name] !== undefined || UNUSUAL.has(name)) return undefined;
    headers[name] = valueIn(lines, colon + 1, stop);
    at = stop + 2;
  }
  const { host, connection, 'content-length': length = '0' } = headers;
  if (host === undefined || !LENGTH.test(length) || Number(length) >= BODY_BYTES) return undefined;
  if (connection !== undefined && connection.toLowerCase() !== 'keep-alive') return undefined;
  const [, method = '', url = ''] = request;
  return { method, url, headers, length: end + END.length, bodyLength: Number(length) };
}
