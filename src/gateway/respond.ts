import type { ServerResponse } from 'node:http';
import type { Http2ServerResponse } from 'node:http2';
import type { WireAnswer } from '#protocol';

/** For a text Node reserves three bytes a character, before it knows better: a long one is cheaper as bytes. */
const LONG_TEXT = 16 * 1024;

export type AnyResponse = ServerResponse | Http2ServerResponse;

// RFC 9110: these have no body, and say nothing of its length
const bodiless = (status: number) => status === 204 || status === 304 || status < 200;

/** Writes an answer and resolves with the number of body bytes when it has been handed to the socket, or the client is gone. */
export async function respond(response: AnyResponse, answer: WireAnswer, method: string): Promise<number> {
  if (response.destroyed || response.writableEnded) {
    await left(answer.body);
    return 0;
  }
  const { status, headers } = answer;
  const body = typeof answer.body === 'string' && answer.body.length > LONG_TEXT ? Buffer.from(answer.body) : answer.body;
  const silent = method === 'HEAD' || bodiless(status);
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) {
    // a text goes out with its headers in one write, bytes in two
    const length = typeof body === 'string' ? Buffer.byteLength(body) : (body?.length ?? 0);
    const sized = silent ? headers : { ...headers, 'content-length': String(length) };
    writeHead(response, status, sized);
    (response as ServerResponse).end(silent || length === 0 ? undefined : body);
    return silent ? 0 : length;
  }
  writeHead(response, status, headers);
  if (silent) {
    await left(body);
    response.end();
    return 0;
  }
  return pour(response, body);
}

/** A stream that nobody will read lets go of what it holds. */
async function left(body: WireAnswer['body']): Promise<void> {
  if (typeof body === 'object' && !(body instanceof Uint8Array)) await body[Symbol.asyncIterator]().return?.();
}

const writeHead = (response: AnyResponse, status: number, headers: Readonly<Record<string, string>>) =>
  (response as ServerResponse).writeHead(status, headers);

/** Piece by piece, waiting for the client: nothing piles up here. A stream that fails midway cuts the connection, as the length is promised. */
async function pour(response: AnyResponse, body: AsyncIterable<Uint8Array>): Promise<number> {
  let length = 0;
  try {
    for await (const piece of body) {
      if (response.destroyed) break;
      length += piece.length;
      if (!(response as ServerResponse).write(piece)) await drained(response);
    }
    response.end();
  } catch (failure) {
    (response as ServerResponse).destroy(failure as Error);
    throw failure;
  }
  return length;
}

function drained(response: AnyResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}
