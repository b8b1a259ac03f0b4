/** The head of a request that has nothing unusual about it. */
export interface PlainHead {
  readonly method: string;
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes of the head: where the body begins. */
  readonly length: number;
  readonly bodyLength: number;
  /** Whether the client waits to be told before it sends its body. */
  readonly waits: boolean;
}

/** Longer heads are for Node's own server. */
const HEAD_BYTES = 8 * 1024;

const LINE_END = '\r\n';
const END = LINE_END + LINE_END;
const [RETURN, NEWLINE, TAB, BLANK, DELETE] = [0x0d, 0x0a, 0x09, 0x20, 0x7f];
const REQUEST = /^(GET|PUT|POST|HEAD|DELETE) (\/[!-~]*) HTTP\/1\.1$/;
/** Whole lines of names and values, without control characters, and without a name that an object could have of its own. */
const HEADERS = /^(?:[A-Za-z][A-Za-z0-9_-]*:[\t\x20-\x7e\x80-\xff]*\r\n)+$/;
/** What changes how a message is to be read, or what becomes of its connection. `proxy-connection` counts as `connection` to Node's parser. */
const UNUSUAL = new Set(['transfer-encoding', 'trailer', 'upgrade', 'http2-settings', 'proxy-connection', 'set-cookie']);
/** No more than can be counted. */
const LENGTH = /^\d{1,15}$/;

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

const isBlank = (code: number): boolean => code === BLANK || code === TAB;

/** RFC 9110, 5.5: blanks around a value are none of it. `trim` would take more away. */
function valueIn(text: string, from: number, to: number): string {
  let [start, end] = [from, to];
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** A line of a head. */
interface Line {
  /** Bytes of it, with its end. */
  length: number;
  /** Bytes before its value: the name as sent, with the colon. */
  readonly start: number;
  /** Lower case. */
  readonly name: string;
}

/** What a connection's last head was, to compare the next one with. */
interface Last {
  bytes: Buffer;
  /** Bytes of the first line, with its end. */
  request: number;
  readonly lines: readonly Line[];
  head: PlainHead;
}

/** Reads the heads of one connection. A client says nearly the same each time: what it has said before is compared, not read again. */
export class HeadReader {
  #last: Last | undefined;

  /**
   * The head that bytes begin with, if it is all there and can mean one thing only. Everything else is undefined, and for Node's own
   * parser to read or to refuse: here nothing is made up for, so no two readers of the same bytes can disagree.
   */
  read(bytes: Buffer): PlainHead | undefined {
    const last = this.#last;
    const again = last && readLike(last, bytes);
    if (last && again) {
      last.head = again;
      keep(last, bytes, again.length);
      return again;
    }
    this.#last = readAnew(bytes);
    return this.#last?.head;
  }
}

function keep(last: Last, bytes: Buffer, length: number): void {
  const head = bytes.subarray(0, length);
  if (last.bytes.length === length) last.bytes.set(head);
  else last.bytes = Buffer.from(head);
}

/** How many of the bytes at two places are the same, up to `most`. */
function same(one: Buffer, from: number, other: Buffer, at: number, most: number): number {
  const end = Math.min(most, one.length - from, other.length - at);
  let equal = 0;
  while (equal < end && one[from + equal] === other[at + equal]) equal++;
  return equal;
}

/** Where the line ends that a place lies in; -1 where it does not, or has bytes that no value has. */
function endOf(bytes: Buffer, from: number): number {
  const stop = Math.min(bytes.length - 1, HEAD_BYTES);
  for (let at = from; at < stop; at++) {
    const byte = bytes[at] as number;
    if (byte === RETURN) return bytes[at + 1] === NEWLINE ? at : -1;
    if ((byte < BLANK && byte !== TAB) || byte === DELETE) return -1;
  }
  return -1;
}

/** A head of the same lines as the last one, in the same order, some of them with other values. Where it is none, what the last was is lost. */
function readLike(last: Last, bytes: Buffer): PlainHead | undefined {
  const { bytes: before, lines } = last;
  let { method, url } = last.head;
  let from = last.request;
  let at = from;
  const equal = same(before, 0, bytes, 0, from);
  if (equal < from) {
    const end = endOf(bytes, equal);
    const request = end < 0 ? null : REQUEST.exec(bytes.toString('latin1', 0, end));
    if (!request) return undefined;
    [, method = '', url = ''] = request;
    at = end + LINE_END.length;
    last.request = at;
  }
  const headers = { ...last.head.headers };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as Line;
    const { length, start } = line;
    const equal = same(before, from, bytes, at, length);
    if (equal < length) {
      if (equal < start) return undefined;
      const end = endOf(bytes, at + equal);
      if (end < 0) return undefined;
      headers[line.name] = valueIn(bytes.toString('latin1', at + start, end), 0, end - at - start);
      line.length = end + LINE_END.length - at;
    }
    from += length;
    at += line.length;
  }
  if (bytes[at] !== RETURN || bytes[at + 1] !== NEWLINE || at > HEAD_BYTES) return undefined;
  return headOf(method, url, headers, at + LINE_END.length);
}

function readAnew(bytes: Buffer): Last | undefined {
  const text = bytes.toString('latin1', 0, HEAD_BYTES + END.length);
  const end = text.indexOf(END);
  if (end < 0 || end > HEAD_BYTES) return undefined;
  const first = text.indexOf(LINE_END);
  const request = REQUEST.exec(text.slice(0, first));
  const rest = text.slice(first + LINE_END.length, end + LINE_END.length);
  if (!request || !HEADERS.test(rest)) return undefined;
  const headers: Record<string, string> = {};
  const lines: Line[] = [];
  for (let at = 0; at < rest.length; ) {
    const colon = rest.indexOf(':', at);
    const stop = rest.indexOf(LINE_END, colon);
    const name = lowerCase(rest.slice(at, colon));
    if (headers[name] !== undefined || UNUSUAL.has(name)) return undefined;
    headers[name] = valueIn(rest, colon + 1, stop);
    lines.push({ length: stop + LINE_END.length - at, start: colon + 1 - at, name });
    at = stop + LINE_END.length;
  }
  const [, method = '', url = ''] = request;
  const head = headOf(method, url, headers, end + END.length);
  return head && { bytes: Buffer.from(bytes.subarray(0, head.length)), request: first + LINE_END.length, lines, head };
}

function headOf(method: string, url: string, headers: Record<string, string>, bytes: number): PlainHead | undefined {
  const { host, connection, expect, 'content-length': length = '0' } = headers;
  if (host === undefined || !LENGTH.test(length)) return undefined;
  if (connection !== undefined && connection.toLowerCase() !== 'keep-alive') return undefined;
  const bodyLength = Number(length);
  const waits = expect !== undefined;
  if (waits && (expect !== '100-continue' || bodyLength === 0)) return undefined;
  return { method, url, headers, length: bytes, bodyLength, waits };
}
