import { createServer as createHttp1Server, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo, Server as NetServer, Socket } from 'node:net';
import { MemoryPool } from '#core';
import { EVENT_STREAM } from '#protocol';
import { always, answer } from './chain.ts';
import type { Parts, Unfinished } from './context.ts';
import { Lendings } from './lendings.ts';
import { type ServerCertificates, sniffingListener } from './listener.ts';
import { BusyPoll } from './plain/busy-poll.ts';
import { PlainConnection } from './plain/connection.ts';
import { type AnyRequest, type AnyResponse, ReceivedRequest } from './received.ts';
import { respond } from './respond.ts';
import { routeTable } from './routes.ts';
import { unlessHeard } from './silence.ts';
import { recordOf } from './steps/record.ts';

const STREAMS_PER_CONNECTION = 1000;
const STREAM_WINDOW = 1 << 20;

/** The port: takes connections, turns requests into answers, and ends in good order. */
export class Server {
  readonly #parts: Parts;
  readonly #ownPath: ReturnType<typeof routeTable>;
  readonly #memory = new MemoryPool();
  readonly #busyPoll: BusyPoll;
  readonly #sockets = new Set<Socket>();
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
    this.#busyPoll = new BusyPoll(parts.clock);
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
    // a client that has said all it has to say still wants its answer
    Object.assign(this.#http1, { httpAllowHalfOpen: true });
    this.#http1.on('request', handle);
    this.#http1.on('checkContinue', handleWaiting);
    this.#http1.on('clientError', refuseUnreadable);
    this.#http1.on('timeout', (socket) => {
      unlessHeard(
        () => socket.bytesRead,
        () => socket.destroy(),
      );
    });
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
      let settled = false;
      const unsettled = setTimeout(() => {
        unlessHeard(
          () => settled,
          () => session.destroy(),
        );
      }, limits.headersTimeout).unref();
      session.once('remoteSettings', () => {
        settled = true;
        clearTimeout(unsettled);
      });
      session.once('close', () => clearTimeout(unsettled));
      let begun = 0;
      let open = 0;
      session.on('stream', (stream) => {
        begun++;
        open++;
        stream.once('close', () => open--);
      });
      session.setTimeout(limits.keepAliveTimeout);
      session.on('timeout', () => {
        unlessHeard(
          () => begun,
          () => open === 0 && session.close(),
        );
      });
    });
    this.#http2.on('sessionError', () => {});
  }

  async listen(host: string, port: number, tls: (() => Promise<ServerCertificates>) | undefined): Promise<number> {
    const listener = sniffingListener({
      http1: this.#plainly,
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

  /** What is usual over HTTP/1 is read without Node's server, the rest by it. */
  readonly #plainly = (socket: Socket): void => {
    const { clock, limits, unverified } = this.#parts;
    new PlainConnection(socket, {
      clock,
      unverified,
      busyPoll: this.#busyPoll,
      keepAliveTimeout: limits.keepAliveTimeout,
      serve: (request, response, waiting) => void this.#handle(request, response, waiting),
      other: (unusual) => void this.#http1.emit('connection', unusual),
      refuse: (broken) => refuseUnreadable({ code: 'HPE_INVALID_EOF_STATE' } as NodeJS.ErrnoException, broken),
    });
  };

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
    if (!('body' in request)) {
      request.on('error', ignored);
      (response as ServerResponse).on('error', ignored);
    }
    const received = new ReceivedRequest(
      this.#parts,
      new Lendings(request.httpVersionMajor === 1 ? this.#memory : undefined),
      request,
      response,
      waiting,
    );
    const hangUp = () => received.hangUp();
    try {
      const own = this.#ownPath(received);
      const answering = own ? own() : answer(received);
      const { status, headers, body } = answering instanceof Promise ? await answering : answering;
      // a client that was not told to send its body may send it or not: what follows on the connection could be either
      const ends = this.#closing || (waiting && received.source.received === 0);
      const last = ends && request.httpVersionMajor === 1 ? { ...headers, connection: 'close' } : headers;
      if (headers['content-type'] === EVENT_STREAM) {
        this.#endless.add(hangUp);
        if (this.#closing) hangUp();
      }
      const answeredAt = this.#parts.clock.millis();
      const sent = respond(response, { status, headers: last, body }, received.method);
      const bytesOut = typeof sent === 'number' ? sent : await sent;
      if (!own) this.#record(received, status, bytesOut, answeredAt);
    } catch (failure) {
      this.#parts.logger.error({ err: failure }, 'an answer could not be sent');
      response.destroy();
    } finally {
      this.#endless.delete(hangUp);
      received.source.discard();
      const { lendings } = received;
      if (lendings.any) whenSent(response, () => lendings.end(keepsNothing(received)));
      this.#running--;
      if (this.#running === 0) this.#idle?.();
    }
  }

  #record(received: Unfinished, status: number, bytesOut: number, answeredAt: number): void {
    const record = recordOf(received, status, bytesOut, answeredAt);
    for (const recorder of always) recorder(received, record);
  }
}

const ignored = () => {};

/** An answer that was cut off is not looked after: what it lay in is not used again. */
function whenSent(response: AnyResponse, then: () => void): void {
  if (response.writableFinished) then();
  else (response as ServerResponse).once('finish', then);
}

const keepsNothing = ({ entry }: Unfinished): boolean => entry?.keepsNothing === true;

/** Bytes that are not HTTP, or headers without end. */
function refuseUnreadable(
  failure: NodeJS.ErrnoException,
  socket: { writable: boolean; end(text: string): void; destroy(): void },
) {
  if (failure.code === 'ECONNRESET' || !socket.writable) return socket.destroy();
  const status = failure.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
