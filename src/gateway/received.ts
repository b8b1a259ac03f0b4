import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { AwsError } from '#core';
import type {
  Answered,
  Authenticated,
  Authorized,
  Decoded,
  Form,
  Identified,
  Named,
  Parts,
  Received,
  Scoped,
  WithBody,
} from './context.ts';
import type { Lendings } from './lendings.ts';
import { bodyOf } from './message-body.ts';
import type { PlainRequest } from './plain/connection.ts';
import type { PlainResponse } from './plain/reply.ts';
import type { RequestBody } from './request-body.ts';

export type AnyRequest = IncomingMessage | Http2ServerRequest | PlainRequest;
export type AnyResponse = ServerResponse | Http2ServerResponse | PlainResponse;

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
  // what the steps of the chain add: an object that has its places from the start is not made over with each of them
  form?: Form;
  requestId?: string;
  hostId?: string;
  served?: Identified['served'];
  protocol?: Identified['protocol'];
  claim?: Identified['claim'];
  bucketOfHost?: Identified['bucketOfHost'];
  body?: Uint8Array;
  content?: Uint8Array;
  rawStream?: WithBody['rawStream'];
  operation?: string;
  entry?: Named['entry'];
  caller?: Authenticated['caller'];
  signature?: Authenticated['signature'];
  scope?: Scoped['scope'];
  input?: Decoded['input'];
  violations?: Decoded['violations'];
  call?: Authorized['call'];
  output?: unknown;
  answer?: Answered['answer'];
  error?: AwsError;
  readonly #socket: Socket | TLSSocket;
  readonly #response: AnyResponse;
  #aborted: AbortController | undefined;

  /** `waiting`: the client sends its body when it is told to. */
  constructor(parts: Parts, lendings: Lendings, request: AnyRequest, response: AnyResponse, waiting: boolean) {
    const { url, host } = targetOf(request.url ?? '/');
    const mark = url.indexOf('?');
    const { socket } = request;
    this.parts = parts;
    this.receivedAt = parts.clock.now();
    this.method = request.method ?? 'GET';
    this.path = mark < 0 ? url : url.slice(0, mark);
    this.query = mark < 0 ? '' : url.slice(mark + 1);
    this.headers = host === undefined ? headersOf(request) : { ...headersOf(request), host };
    if ('body' in request) this.source = request.body;
    else this.source = bodyOf(request, waiting ? () => (response as ServerResponse).writeContinue() : undefined, parts);
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
    (response as ServerResponse).once('close', () => {
      if (!response.writableFinished) controller.abort();
    });
    return controller.signal;
  }

  /** Ends what waits for the client, as if he had gone. */
  hangUp(): void {
    this.#aborted?.abort();
  }
}

/**
 * RFC 9112, 3.2.2: a client that takes this server for its proxy names the whole URL, and its host is the one that counts. So names that
 * resolve nowhere are reached, such as the one that SDKs make of an account and an IP address for S3 Control.
 */
function targetOf(target: string): { url: string; host?: string } {
  if (target.startsWith('/')) return { url: target };
  const absolute = /^https?:\/\/([^/?#]+)([^#]*)/i.exec(target);
  if (!absolute) return { url: target };
  const [, host = '', rest = ''] = absolute;
  return { url: rest.startsWith('/') ? rest : `/${rest}`, host };
}

/** An IPv4 address stays one when the port listens on both. */
const plainAddress = (address: string): string => address.replace(/^::ffff:|%.*$/g, '');

/** Node's own object, as only `set-cookie` is ever a list in it, and HTTP/2 calls the host by another name. */
function headersOf(request: AnyRequest): Record<string, string> {
  const given = request.headers as Record<string, string>;
  const repeated = repeatedIn(request);
  if (request.httpVersionMajor === 1 && given['set-cookie'] === undefined && !repeated) return given;
  const { 'set-cookie': _, ...others } = given;
  const headers = repeated ? { ...others, ...repeated } : others;
  const authority = headers[':authority'];
  if (authority !== undefined) headers['host'] ??= authority;
  return headers;
}

/**
 * The headers that came more than once and are lists, as they are signed: Node.js joins them with a blank after the comma.
 * aws: without one — Signature Version 4, canonical headers; the SDK for Go sends each of `x-amz-object-attributes` as a header of its own
 */
function repeatedIn(request: AnyRequest): Record<string, string> | undefined {
  if (!('rawHeaders' in request)) return undefined;
  const { headers, rawHeaders } = request;
  let names = 0;
  for (const _ in headers) names++;
  if (rawHeaders.length / 2 <= names) return undefined;
  const values = new Map<string, string[]>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] as string).toLowerCase();
    values.set(name, [...(values.get(name) ?? []), rawHeaders[at + 1] as string]);
  }
  const lists = [...values].filter(([name, each]) => each.length > 1 && headers[name] === each.join(', '));
  return Object.fromEntries(lists.map(([name, each]) => [name, each.join(',')]));
}
