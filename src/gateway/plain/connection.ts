import type { Socket } from 'node:net';
import { DirectSocket } from '../direct-socket.ts';
import { type BodyParts, type BodySource, IncomingBody } from '../incoming-body.ts';
import { HeldBody, LONG_BYTES, NOTHING, type RequestBody } from '../request-body.ts';
import { unlessHeard } from '../silence.ts';
import type { BusyPoll } from './busy-poll.ts';
import { HeadReader, type PlainHead } from './head.ts';
import { type AnswerOptions, PlainResponse } from './reply.ts';

/** As much of Node's `IncomingMessage` as Millrace uses, with its body. */
export interface PlainRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly httpVersionMajor: 1;
  readonly socket: Socket;
  readonly body: RequestBody;
}

export interface PlainOptions extends AnswerOptions, BodyParts {
  readonly busyPoll: BusyPoll;
  /** `waiting`: the client sends its body when it is told to. */
  serve(request: PlainRequest, response: PlainResponse, waiting: boolean): void;
  /** Takes a connection over whose next bytes are not for here; they have been put back. */
  other(socket: Socket): void;
  /** Refuses what breaks off in its midst. */
  refuse(socket: Socket): void;
}

/**
 * A connection as long as nothing unusual comes over it: requests, one after the other, each read out of the bytes it came in and
 * answered without streams of its own, which are most of what Node's HTTP server costs. With the first that is anything else the
 * connection goes over to that server, for good.
 */
export class PlainConnection implements BodySource {
  readonly #socket: Socket;
  readonly #options: PlainOptions;
  readonly #heads = new HeadReader();
  /** The short request that is not all here yet, and what is. */
  #head: PlainHead | undefined;
  #pieces: Buffer[] = [];
  #bytes = 0;
  /** The body that is not all here yet of a request that is being answered, or was. */
  #body: IncomingBody | undefined;
  /** The request that is being answered. */
  #response: PlainResponse | undefined;
  #clientEnded = false;
  #over = false;

  constructor(socket: Socket, options: PlainOptions) {
    this.#socket = socket;
    this.#options = options;
    if (socket instanceof DirectSocket) socket.takeBy({ room: () => this.#body?.room(), take: this.#take });
    socket.on('data', this.#take);
    socket.on('end', this.#end);
    socket.on('close', this.#close);
    socket.on('drain', this.#goOn);
    socket.setTimeout(options.keepAliveTimeout);
    socket.on('timeout', this.#silence);
  }

  /** The memory that the piece lies in is not kept. */
  readonly #take = (piece: Buffer): void => {
    if (this.#body) this.#bring(this.#body, piece);
    else if (this.#response) this.#putBack(piece);
    else if (this.#head) this.#add(this.#head, piece);
    else if (!this.#over) this.#read(piece);
  };

  #read(bytes: Buffer): void {
    const head = this.#heads.read(bytes);
    if (!head) this.#handOver(bytes);
    else if (head.waits || head.bodyLength >= LONG_BYTES) this.#beginLong(head, bytes);
    else if (bytes.length >= head.length + head.bodyLength) this.#begin(head, bytes);
    else {
      this.#head = head;
      this.#pieces = [Buffer.from(bytes)];
      this.#bytes = bytes.length;
    }
  }

  #add(head: PlainHead, piece: Buffer): void {
    this.#pieces.push(Buffer.from(piece));
    this.#bytes += piece.length;
    if (this.#bytes < head.length + head.bodyLength) return;
    const bytes = Buffer.concat(this.#pieces);
    this.#head = undefined;
    this.#pieces = [];
    this.#begin(head, bytes);
  }

  #begin(head: PlainHead, bytes: Buffer): void {
    const end = head.length + head.bodyLength;
    if (bytes.length > end) this.#putBack(bytes.subarray(end));
    const body = head.bodyLength === 0 ? NOTHING : Buffer.from(bytes.subarray(head.length, end));
    this.#serve(head, this.#respond(head), new HeldBody(body));
  }

  #beginLong(head: PlainHead, bytes: Buffer): void {
    const response = this.#respond(head);
    const proceed = head.waits ? () => response.writeContinue() : undefined;
    const body = new IncomingBody(this, head.bodyLength, proceed, this.#options);
    this.#body = body;
    this.#serve(head, response, body);
    if (bytes.length > head.length) this.#bring(body, bytes.subarray(head.length));
    else if (!body.isWanted) this.close();
  }

  #respond({ method }: PlainHead): PlainResponse {
    this.#options.busyPoll.came(this);
    this.#response = new PlainResponse(this.#socket, method, this.#options, this.#answered);
    return this.#response;
  }

  #serve({ method, url, headers, waits }: PlainHead, response: PlainResponse, body: RequestBody): void {
    this.#options.serve({ method, url, headers, httpVersionMajor: 1, socket: this.#socket, body }, response, waits);
  }

  #bring(body: IncomingBody, piece: Buffer): void {
    const { left } = body;
    if (piece.length > left) this.#putBack(piece.subarray(left));
    body.take(piece.subarray(0, left));
    if (body.left > 0) return;
    this.#body = undefined;
    body.end();
    this.#goOn();
  }

  open(): void {
    this.#socket.resume();
  }

  close(): void {
    this.#socket.pause();
  }

  letGo(): void {
    if (this.#socket instanceof DirectSocket) this.#socket.letGo();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** It is read again after the answer; while it lies there, the stream does not end. */
  #putBack(bytes: Buffer): void {
    this.#socket.pause();
    this.#socket.unshift(Buffer.from(bytes));
  }

  readonly #answered = (last: boolean): void => {
    this.#response = undefined;
    this.#options.busyPoll.answered(this);
    this.#over = last || this.#clientEnded;
    if (this.#over) this.#socket.end();
    this.#goOn();
  };

  /** Who does not read his answers is not asked for more. */
  readonly #goOn = (): void => {
    const socket = this.#socket;
    if (this.#body) return; // who reads it says when
    if (socket.writableNeedDrain) socket.pause();
    else if (socket.isPaused() && (!this.#response || socket.readableLength === 0)) socket.resume();
  };

  /** The client says no more; it may still read. */
  readonly #end = (): void => {
    this.#clientEnded = true;
    this.#body?.breakOff();
    if (this.#head) this.#options.refuse(this.#socket);
    else if (!this.#response) this.#socket.end();
  };

  readonly #close = (): void => {
    this.#body?.breakOff();
    this.#response?.emit('close');
  };

  /** An answer takes as long as it takes; a client that stops within its body is not waited for longer than one that says nothing. */
  readonly #silence = (): void => {
    const socket = this.#socket;
    unlessHeard(
      () => socket.bytesRead,
      () => (this.#response && !this.#body?.isWanted) || socket.destroy(),
    );
  };

  #handOver(bytes: Buffer): void {
    const socket = this.#socket;
    if (socket instanceof DirectSocket) socket.takeBy(undefined);
    socket.off('data', this.#take);
    socket.off('end', this.#end);
    socket.off('close', this.#close);
    socket.off('drain', this.#goOn);
    socket.off('timeout', this.#silence);
    socket.setTimeout(0);
    this.#putBack(bytes);
    this.#options.other(socket);
    socket.resume();
  }
}
