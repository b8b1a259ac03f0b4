import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Parts, Received } from './context.ts';
import type { Lendings } from './lendings.ts';
import { RequestBody } from './request-body.ts';

export type AnyRequest = IncomingMessage | Http2ServerRequest;
export type AnyResponse = ServerResponse | Http2ServerResponse;

/** A request as Node.js hands it over. What few ask for is made when it is asked for. */
export class ReceivedRequest implements Received {
  readonly parts: Parts;
  readonly receivedAt: Date;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly source: RequestBody;
  readonly lendings: Lendings;
  readonly sourceIp: string;
  readonly secure: boolean;
  readonly #socket: Socket | TLSSocket;
  readonly #response: AnyResponse;
  #aborted: AbortController | undefined;

  /** `waiting`: the client sends its body when it is told to. */
  constructor(parts: Parts, lendings: Lendings, request: AnyRequest, response: AnyResponse, waiting: boolean) {
    const url = request.url ?? '/';
    const mark = url.indexOf('?');
    const { socket } = request;
    this.parts = parts;
    this.receivedAt = parts.clock.now();
    this.method = request.method ?? 'GET';
    this.path = mark < 0 ? url : url.slice(0, mark);
    this.query = mark < 0 ? '' : url.slice(mark + 1);
    this.headers = headersOf(request);
    this.source = new RequestBody(request, waiting ? () => (response as ServerResponse).writeContinue() : undefined, parts.clock);
    this.lendings = lendings;
    this.sourceIp = plainAddress(socket?.remoteAddress ?? '');
    this.secure = 'encrypted' in socket && socket.encrypted === true;
    this.#socket = socket;
    this.#response = response;
  }

  tls(): { version: string; cipher: string } | undefined {
    const socket = this.#socket;
    try {
      if (!('getProtocol' in socket)) return undefined;
      const version = socket.getProtocol();
      return version ? { version, cipher: socket.getCipher().standardName } : undefined;
    } catch {
      return undefined; // HTTP/2 lets go of the socket when the client does
    }
  }

  signal(): AbortSignal {
    if (this.#aborted) return this.#aborted.signal;
    const controller = new AbortController();
    const response = this.#response;
    this.#aborted = controller;
    if (response.destroyed && !response.writableFinished) controller.abort();
    response.once('close', () => {
      if (!response.writableFinished) controller.abort();
    });
    return controller.signal;
  }

  /** Ends what waits for the client, as if he had gone. */
  hangUp(): void {
    this.#aborted?.abort();
  }
}

/** An IPv4 address stays one when the port listens on both. */
const plainAddress = (address: string): string => (address.startsWith('::ffff:') ? address.slice(7) : address);

/** Node's own object, as only `set-cookie` is ever a list in it, and HTTP/2 calls the host by another name. */
function headersOf(request: AnyRequest): Record<string, string> {
  const given = request.headers as Record<string, string>;
  if (request.httpVersionMajor === 1 && given['set-cookie'] === undefined) return given;
  const { 'set-cookie': _, ...headers } = given;
  const authority = headers[':authority'];
  if (authority !== undefined) headers['host'] ??= authority;
  return headers;
}
