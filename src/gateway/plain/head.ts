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
const REQUEST = /^(GET|PUT|POST|HEAD|DELETE) (\/[!-~]*) HTTP\/1\.1$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
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

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09;

/** RFC 9110, 5.5: blanks around a value are none of it. `trim` would take more away. */
function valueIn(text: string, from: number, to: number): string {
  let [start, end] = [from, to];
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** A line of a head, and the parts of it that stay when its value changes. */
interface Line {
  text: string;
  /** As sent, with the colon. */
  readonly start: string;
  /** Lower case. */
  readonly name: string;
}

/** What a connection's last head was, to compare the next one with. */
interface Last {
  request: string;
  readonly lines: readonly Line[];
  head: PlainHead;
}

/** So much may a head be longer than the last one without being decoded twice. */
const LONGER = 64;

/** Reads the heads of one connection. A client says nearly the same each time: what it has said before is compared, not read again. */
export class HeadReader {
  #last: Last | undefined;

  /**
   * The head that bytes begin with, if it is all there and can mean one thing only. Everything else is undefined, and for Node's own
   * parser to read or to refuse: here nothing is made up for, so no two readers of the same bytes can disagree.
   */
  read(bytes: Buffer): PlainHead | undefined {
    const last = this.#last;
    const again = last && readLike(last, bytes.toString('latin1', 0, last.head.length + LONGER));
    if (again) {
      last.head = again;
      return again;
    }
    this.#last = readAnew(bytes.toString('latin1', 0, HEAD_BYTES + END.length));
    return this.#last?.head;
  }
}

/** A head of the same lines as the last one, in the same order, some of them with other values. Where it is none, what the last was is lost. */
function readLike(last: Last, text: string): PlainHead | undefined {
  let { method, url } = last.head;
  if (!text.startsWith(last.request)) {
    const end = text.indexOf(LINE_END);
    const request = REQUEST.exec(text.slice(0, end));
    if (!request) return undefined;
    [, method = '', url = ''] = request;
    last.request = text.slice(0, end + LINE_END.length);
  }
  const headers = { ...last.head.headers };
  let at = last.request.length;
  for (let i = 0; i < last.lines.length; i++) {
    const line = last.lines[i] as Line;
    if (!text.startsWith(line.text, at)) {
      const from = at + line.start.length;
      const stop = text.indexOf(LINE_END, from);
      if (stop < 0 || !text.startsWith(line.start, at) || !VALUE.test(text.slice(from, stop))) return undefined;
      headers[line.name] = valueIn(text, from, stop);
      line.text = text.slice(at, stop + LINE_END.length);
    }
    at += line.text.length;
  }
  if (!text.startsWith(LINE_END, at) || at > HEAD_BYTES) return undefined;
  return headOf(method, url, headers, at + LINE_END.length);
}

function readAnew(text: string): Last | undefined {
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
    lines.push({ text: rest.slice(at, stop + LINE_END.length), start: rest.slice(at, colon + 1), name });
    at = stop + LINE_END.length;
  }
  const [, method = '', url = ''] = request;
  const head = headOf(method, url, headers, end + END.length);
  return head && { request: text.slice(0, first + LINE_END.length), lines, head };
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
