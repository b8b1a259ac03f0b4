import type { Socket } from 'node:net';
import { unlessHeard } from '../silence.ts';
import { HeadReader, type PlainHead } from './head.ts';
import { type AnswerOptions, PlainResponse } from './reply.ts';

/** As much of Node's `IncomingMessage` as Millrace uses, with its body. */
export interface PlainRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly httpVersionMajor: 1;
  readonly socket: Socket;
  readonly body: Uint8Array;
}

export interface PlainOptions extends AnswerOptions {
  serve(request: PlainRequest, response: PlainResponse): void;
  /** Takes a connection over whose next bytes are not for here; they have been put back. */
  other(socket: Socket): void;
  /** Refuses what breaks off in its midst. */
  refuse(socket: Socket): void;
}

/**
 * A connection as long as nothing unusual comes over it: short requests, one after the other, each read out of the bytes it came in and
 * answered without streams of its own, which are most of what Node's HTTP server costs. With the first that is anything else the
 * connection goes over to that server, for good.
 */
export class PlainConnection {
  readonly #socket: Socket;
  readonly #options: PlainOptions;
  readonly #heads = new HeadReader();
  /** The request whose body is not all here yet, and what is. */
  #head: PlainHead | undefined;
  #pieces: Buffer[] = [];
  #bytes = 0;
  /** The request that is being answered. */
  #response: PlainResponse | undefined;
  #clientEnded = false;

  constructor(socket: Socket, options: PlainOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.on('data', this.#take);
    socket.on('end', this.#end);
    socket.on('close', this.#close);
    socket.on('drain', this.#goOn);
    socket.setTimeout(options.keepAliveTimeout);
    socket.on('timeout', this.#silence);
  }

  readonly #take = (piece: Buffer): void => {
    if (this.#response) this.#putBack(piece);
    else if (this.#head) this.#add(this.#head, piece);
    else this.#read(piece);
  };

  #read(bytes: Buffer): void {
    const head = this.#heads.read(bytes);
    if (!head) this.#handOver(bytes);
    else if (bytes.length >= head.length + head.bodyLength) this.#begin(head, bytes);
    else {
      this.#head = head;
      this.#pieces = [bytes];
      this.#bytes = bytes.length;
    }
  }

  #add(head: PlainHead, piece: Buffer): void {
    this.#pieces.push(piece);
    this.#bytes += piece.length;
    if (this.#bytes >= head.length + head.bodyLength) this.#begin(head, Buffer.concat(this.#pieces));
  }

  #begin({ method, url, headers, length, bodyLength }: PlainHead, bytes: Buffer): void {
    const socket = this.#socket;
    const end = length + bodyLength;
    this.#head = undefined;
    this.#pieces = [];
    if (bytes.length > end) this.#putBack(bytes.subarray(end));
    const response = new PlainResponse(socket, method, this.#options, this.#answered);
    this.#response = response;
    this.#options.serve({ method, url, headers, httpVersionMajor: 1, socket, body: bytes.subarray(length, end) }, response);
  }

  /** It is read again after the answer; while it lies there, the stream does not end. */
  #putBack(bytes: Buffer): void {
    this.#socket.pause();
    this.#socket.unshift(bytes);
  }

  readonly #answered = (last: boolean): void => {
    this.#response = undefined;
    if (last || this.#clientEnded) this.#socket.end();
    else this.#goOn();
  };

  /** Who does not read his answers is not asked for more. */
  readonly #goOn = (): void => {
    const socket = this.#socket;
    if (socket.writableNeedDrain) socket.pause();
    else if (!this.#response && socket.isPaused()) socket.resume();
  };

  /** The client says no more; it may still read. */
  readonly #end = (): void => {
    this.#clientEnded = true;
    if (this.#head) this.#options.refuse(this.#socket);
    else if (!this.#response) this.#socket.end();
  };

  readonly #close = (): void => {
    this.#response?.emit('close');
  };

  /** An answer takes as long as it takes; a client that stops within its body is not waited for longer than one that says nothing. */
  readonly #silence = (): void => {
    const socket = this.#socket;
    unlessHeard(
      () => socket.bytesRead,
      () => this.#response ?? socket.destroy(),
    );
  };

  #handOver(bytes: Buffer): void {
    const socket = this.#socket;
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
