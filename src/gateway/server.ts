import { createServer as createHttp1Server, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { AddressInfo, Server as NetServer, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { MemoryPool } from '#core';
import { EVENT_STREAM } from '#protocol';
import { always, answer } from './chain.ts';
import type { Parts, Received, Unfinished } from './context.ts';
import { Lendings } from './lendings.ts';
import { type ServerCertificates, sniffingListener } from './listener.ts';
import { requestBody } from './request-body.ts';
import { respond } from './respond.ts';
import { routeTable } from './routes.ts';
import { recordOf } from './steps/record.ts';

type AnyRequest = IncomingMessage | Http2ServerRequest;
type AnyResponse = ServerResponse | Http2ServerResponse;

const STREAMS_PER_CONNECTION = 1000;
const STREAM_WINDOW = 1 << 20;

/** The port: takes connections, turns requests into answers, and ends in good order. */
export class Server {
  readonly #parts: Parts;
  readonly #ownPath: ReturnType<typeof routeTable>;
  readonly #sockets = new Set<Socket>();
  readonly #memory = new MemoryPool();
  readonly #http1;
  readonly #http2;
  #listener: NetServer | undefined;
  /** Ends answers that have no end of their own. */
  readonly #endless = new Set<() => void>();
  #running = 0;
  #closing = false;
  #idle: (() => void) | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#ownPath = routeTable(parts.routes ?? []);
    const { limits } = parts;
    const handle = (request: AnyRequest, response: AnyResponse) => void this.#handle(request, response, false);
    const handleWaiting = (request: AnyRequest, response: AnyResponse) => void this.#handle(request, response, true);
    this.#http1 = createHttp1Server({
      keepAliveTimeout: limits.keepAliveTimeout,
      headersTimeout: limits.headersTimeout,
      // an upload takes as long as it takes; silence is what ends it
      requestTimeout: 0,
      maxHeaderSize: limits.headers,
      noDelay: true,
    });
    this.#http1.on('request', handle);
    this.#http1.on('checkContinue', handleWaiting);
    this.#http1.on('clientError', refuseUnreadable);
    this.#http2 = createHttp2Server({
      settings: {
        maxConcurrentStreams: STREAMS_PER_CONNECTION,
        initialWindowSize: STREAM_WINDOW,
        maxHeaderListSize: limits.headers,
      },
    });
    this.#http2.on('request', handle);
    this.#http2.on('checkContinue', handleWaiting);
    this.#http2.on('session', (session) => {
      // the window of a connection is 64 KiB at first, whatever its streams may have
      session.setLocalWindowSize(STREAM_WINDOW * 16);
      session.on('error', () => session.destroy());
      // after a first frame that is none, nghttp2 says goodbye and Node.js tells nobody, not even that the client has hung up
      const unsettled = setTimeout(() => session.destroy(), limits.headersTimeout).unref();
      session.once('remoteSettings', () => clearTimeout(unsettled));
      session.once('close', () => clearTimeout(unsettled));
    });
    this.#http2.on('sessionError', () => {});
  }

  async listen(host: string, port: number, tls: (() => Promise<ServerCertificates>) | undefined): Promise<number> {
    const listener = sniffingListener({
      http1: this.#http1,
      http2: this.#http2,
      greetingTimeout: this.#parts.limits.headersTimeout,
      ...(tls && { tls }),
    });
    this.#listener = listener;
    listener.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      listener.once('error', reject);
      listener.listen(port, host, () => {
        listener.off('error', reject);
        resolve();
      });
    });
    listener.on('error', (failure) => this.#parts.logger.error({ err: failure }, 'the port failed'));
    return (listener.address() as AddressInfo).port;
  }

  async close(graceMs: number): Promise<void> {
    const listener = this.#listener;
    if (!listener) return;
    this.#closing = true;
    const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
    // a subscription would stay until the grace is over: it is told to end, as if its time were up
    for (const hangUp of this.#endless) hangUp();
    if (this.#running > 0) {
      const drained = new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
      const patience = new AbortController();
      await Promise.race([drained, this.#parts.clock.sleep(graceMs, patience.signal).catch(() => {})]);
      patience.abort();
    }
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    this.#listener = undefined;
  }

  async #handle(request: AnyRequest, response: AnyResponse, waiting: boolean): Promise<void> {
    this.#running++;
    // a client that goes away is not our failure; nobody else would listen
    request.on('error', () => {});
    response.on('error', () => {});
    const { received, hangUp } = this.#receive(request, response, waiting);
    try {
      const own = this.#ownPath(received);
      const { status, headers, body } = await (own ? own() : answer(received));
      // a client that was not told to send its body may send it or not: what follows on the connection could be either
      const ends = this.#closing || (waiting && received.source.received === 0);
      const last = ends && request.httpVersionMajor === 1 ? { ...headers, connection: 'close' } : headers;
      if (headers['content-type'] === EVENT_STREAM) {
        this.#endless.add(hangUp);
        if (this.#closing) hangUp();
      }
      const answeredAt = this.#parts.clock.millis();
      const bytesOut = await respond(response, { status, headers: last, body }, received.method);
      if (!own) this.#record(received, status, bytesOut, answeredAt);
    } catch (failure) {
      this.#parts.logger.error({ err: failure }, 'an answer could not be sent');
      response.destroy();
    } finally {
      this.#endless.delete(hangUp);
      received.source.discard();
      // HTTP/2 does not tell when it has let go of an answer's bytes
      if (request.httpVersionMajor === 1) whenSent(response, () => received.lendings.end(keepsNothing(received)));
      this.#running--;
      if (this.#running === 0) this.#idle?.();
    }
  }

  #record(received: Unfinished, status: number, bytesOut: number, answeredAt: number): void {
    const record = recordOf(received, status, bytesOut, answeredAt);
    for (const recorder of always) recorder(received, record);
  }

  #receive(request: AnyRequest, response: AnyResponse, waiting: boolean): { received: Received; hangUp: () => void } {
    const url = request.url ?? '/';
    const mark = url.indexOf('?');
    const headers = headersOf(request);
    const length = headers['content-length'];
    let goOn = waiting;
    const proceed = () => {
      if (goOn) (response as ServerResponse).writeContinue();
      goOn = false;
    };
    let aborted: AbortController | undefined;
    const { socket } = request;
    const received: Received = {
      parts: this.#parts,
      receivedAt: this.#parts.clock.now(),
      method: request.method ?? 'GET',
      path: mark < 0 ? url : url.slice(0, mark),
      query: mark < 0 ? '' : url.slice(mark + 1),
      headers,
      source: requestBody(request, length === undefined ? undefined : Number(length), proceed, this.#parts.clock),
      lendings: new Lendings(this.#memory),
      sourceIp: plainAddress(socket?.remoteAddress ?? ''),
      secure: 'encrypted' in socket && socket.encrypted === true,
      tls: () => tlsOf(socket),
      signal: () => {
        if (!aborted) {
          const controller = new AbortController();
          aborted = controller;
          if (response.destroyed && !response.writableFinished) controller.abort();
          response.once('close', () => {
            if (!response.writableFinished) controller.abort();
          });
        }
        return aborted.signal;
      },
    };
    return { received, hangUp: () => aborted?.abort() };
  }
}

function tlsOf(socket: Socket | TLSSocket): { version: string; cipher: string } | undefined {
  try {
    if (!('getProtocol' in socket)) return undefined;
    const version = socket.getProtocol();
    return version ? { version, cipher: socket.getCipher().standardName } : undefined;
  } catch {
    return undefined; // HTTP/2 lets go of the socket when the client does
  }
}

/** An answer that was cut off is not looked after: what it lay in is not used again. */
function whenSent(response: AnyResponse, then: () => void): void {
  if (response.writableFinished) then();
  else response.once('finish', then);
}

const keepsNothing = ({ entry }: Unfinished): boolean => entry?.keepsNothing === true;

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

/** Bytes that are not HTTP, or headers without end. */
function refuseUnreadable(
  failure: NodeJS.ErrnoException,
  socket: { writable: boolean; end(text: string): void; destroy(): void },
) {
  if (failure.code === 'ECONNRESET' || !socket.writable) return socket.destroy();
  const status = failure.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
