import type { ServerResponse } from 'node:http';
import { HeldBytes } from '#core';
import type { WireAnswer } from '#protocol';
import { PlainResponse } from './plain/reply.ts';
import type { AnyResponse } from './received.ts';

/** Bytes so few that they cost less as a text of single bytes, which goes out with the headers in one write, than as a write of their own. */
const FEW_BYTES = 4 * 1024;
/** For a text Node reserves three bytes a character, before it knows better: a long one is cheaper as bytes. */
const LONG_TEXT = 16 * 1024;

// RFC 9110: these have no body, and say nothing of its length
const bodiless = (status: number) => status === 204 || status === 304 || status < 200;

/** Writes an answer; the number of body bytes when it has been handed to the socket, or the client is gone. */
export function respond(response: AnyResponse, answer: WireAnswer, method: string): number | Promise<number> {
  const { status, headers } = answer;
  const body = atOnce(answer.body);
  if (response.destroyed || response.writableEnded) return left(body);
  const silent = method === 'HEAD' || bodiless(status);
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) {
    // a text goes out with its headers in one write, bytes in two
    const length = typeof body === 'string' ? Buffer.byteLength(body) : (body?.length ?? 0);
    writeHead(response, status, headers, silent ? undefined : length);
    if (silent || length === 0) plainly(response).end();
    else if (typeof body === 'object' && length <= FEW_BYTES && !('stream' in response))
      plainly(response).end(latin1(body), 'latin1');
    else plainly(response).end(body);
    return silent ? 0 : length;
  }
  writeHead(response, status, headers);
  if (!silent) return pour(response, body);
  return left(body).then(() => {
    plainly(response).end();
    return 0;
  });
}

/** What all kinds of answers have alike, where their types say it each in its own way. */
const plainly = (response: AnyResponse): ServerResponse => response as ServerResponse;

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

/** What is held is no stream, and what is long no text. */
function atOnce(body: WireAnswer['body']): WireAnswer['body'] {
  if (body instanceof HeldBytes) return body.whole();
  return typeof body === 'string' && body.length > LONG_TEXT ? Buffer.from(body) : body;
}

/** A stream that nobody will read lets go of what it holds. */
async function left(body: WireAnswer['body']): Promise<number> {
  if (typeof body === 'object' && !(body instanceof Uint8Array)) await body[Symbol.asyncIterator]().return?.();
  return 0;
}

/** `length`: bytes of the body, where the headers do not say it. */
function writeHead(response: AnyResponse, status: number, headers: Readonly<Record<string, string>>, length?: number): void {
  if (response instanceof PlainResponse) response.writeHead(status, headers, length);
  else plainly(response).writeHead(status, length === undefined ? headers : { ...headers, 'content-length': String(length) });
}

/** Piece by piece, waiting for the client: nothing piles up here. A stream that fails midway cuts the connection, as the length is promised. */
async function pour(response: AnyResponse, body: AsyncIterable<Uint8Array>): Promise<number> {
  let length = 0;
  try {
    for await (const piece of body) {
      if (response.destroyed) break;
      length += piece.length;
      await gone(response, piece);
    }
    plainly(response).end();
  } catch (failure) {
    plainly(response).destroy(failure as Error);
    throw failure;
  }
  return length;
}

/**
 * Resolves when more can be written, or the client is gone. HTTP/1.1: when the operating system has the piece, as the next one may lie
 * where it did.
 */
function gone(response: AnyResponse, piece: Uint8Array): Promise<void> {
  const events = plainly(response);
  return new Promise((resolve) => {
    const done = () => {
      events.off('drain', done);
      events.off('close', done);
      resolve();
    };
    events.on('close', done);
    if (!('stream' in response)) events.write(piece, done);
    else if (response.write(piece)) done();
    else events.on('drain', done);
  });
}
