import { EventEmitter } from 'node:events';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '#core';

export interface AnswerOptions {
  readonly clock: Clock;
  /** Milliseconds that a silent connection is kept. */
  readonly keepAliveTimeout: number;
}

// RFC 9110, 5.1 and 5.5: what may be in a header; the same that Node lets through
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const UNUSUAL = /[^\t\x20-\x7e]/;
const UNSENDABLE = /[^\t\x20-\x7e\x80-\xff]/;

const NAMES = 1000;
const names = new Set<string>();

/** The same few are sent all the time. */
function isName(name: string): boolean {
  if (names.has(name)) return true;
  const good = NAME.test(name);
  if (good && names.size < NAMES) names.add(name);
  return good;
}

let second = 0;
let date = '';

/** Told in every answer, and the same for a second. */
function dateNow(clock: Clock): string {
  const now = Math.floor(clock.millis() / 1000);
  if (now !== second) {
    second = now;
    date = new Date(now * 1000).toUTCString();
  }
  return date;
}

/** RFC 9112, 6.3: these have no body, whatever they say of one. */
const bodiless = (status: number) => status === 204 || status === 304 || status < 200;

/**
 * The answer to a plain request: as much of Node's `ServerResponse` as Millrace uses. What is short goes out with its headers in one write.
 * Emits `finish` when the operating system has all of it, and `close` when the connection is gone.
 */
export class PlainResponse extends EventEmitter {
  readonly #socket: Socket;
  readonly #isHead: boolean;
  readonly #options: AnswerOptions;
  readonly #ended: (last: boolean) => void;
  /** What has not been sent yet. */
  #head = '';
  #isAscii = true;
  #chunked = false;
  #last = false;
  writableEnded = false;
  writableFinished = false;

  /** `ended` is told whether this was the connection's last answer. */
  constructor(socket: Socket, method: string, options: AnswerOptions, ended: (last: boolean) => void) {
    super();
    this.#socket = socket;
    this.#isHead = method === 'HEAD';
    this.#options = options;
    this.#ended = ended;
  }

  get destroyed(): boolean {
    return this.#socket.destroyed;
  }

  /** Tells a client that waits for it to send its body. */
  writeContinue(): void {
    this.#socket.write('HTTP/1.1 100 Continue\r\n\r\n', 'latin1');
  }

  /** `length`: bytes of the body, where the headers do not say it. */
  writeHead(status: number, headers: Readonly<Record<string, string>>, length?: number): void {
    let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}\r\n`;
    for (const name in headers) {
      const value = headers[name] as string;
      const usual = !UNUSUAL.test(value);
      if (!isName(name) || (!usual && UNSENDABLE.test(value))) {
        throw new TypeError(`the header ${JSON.stringify(name)} cannot be sent`);
      }
      this.#isAscii &&= usual;
      if (length === undefined || name !== 'content-length') head += `${name}: ${value}\r\n`;
    }
    if (length !== undefined) head += `content-length: ${length}\r\n`;
    this.#last = headers['connection'] === 'close';
    this.#chunked = length === undefined && headers['content-length'] === undefined && !this.#isHead && !bodiless(status);
    if (this.#chunked) head += 'Transfer-Encoding: chunked\r\n';
    const { clock, keepAliveTimeout } = this.#options;
    if (!this.#last) head += `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(keepAliveTimeout / 1000)}\r\n`;
    this.#head = `${head}Date: ${dateNow(clock)}\r\n\r\n`;
  }

  /** `done` is called when the operating system has the piece. */
  write(piece: Uint8Array, done: () => void): void {
    const socket = this.#socket;
    // a chunk without bytes would be the last one
    const chunk = this.#chunked && piece.length > 0;
    socket.cork();
    this.#sendHead();
    if (chunk) socket.write(`${piece.length.toString(16)}\r\n`, 'latin1');
    socket.write(piece, () => done());
    if (chunk) socket.write('\r\n', 'latin1');
    socket.uncork();
  }

  /** `latin1`: a text that stands for bytes. */
  end(body?: string | Uint8Array, encoding: 'latin1' | 'utf8' = 'utf8'): void {
    const socket = this.#socket;
    this.writableEnded = true;
    const finished = this.#finished;
    if (this.#chunked) {
      if (body !== undefined) throw new TypeError('a body that is there has a length');
      this.#sendHead();
      socket.write('0\r\n\r\n', 'latin1', finished);
    } else if (typeof body === 'string' && (encoding === 'latin1' || this.#isAscii)) {
      const text = this.#head + body;
      this.#head = '';
      socket.write(text, encoding, finished);
    } else if (body === undefined) {
      this.#sendHead(finished);
    } else {
      socket.cork();
      this.#sendHead();
      socket.write(body, finished);
      socket.uncork();
    }
    this.#ended(this.#last);
  }

  destroy(failure?: Error): void {
    this.#socket.destroy(failure);
  }

  #sendHead(finished?: () => void): void {
    const head = this.#head;
    this.#head = '';
    if (head !== '') this.#socket.write(head, 'latin1', finished);
    else finished?.();
  }

  readonly #finished = (failure?: Error | null): void => {
    if (failure) return;
    this.writableFinished = true;
    this.emit('finish');
  };
}
