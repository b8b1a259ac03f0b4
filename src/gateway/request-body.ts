import type { Readable } from 'node:stream';
import { AwsError } from '#core';

/** A request's body, read at most once: whole, or piece by piece. */
export interface RequestBody {
  /** Bytes that came so far. */
  readonly received: number;
  collect(limit: number): Promise<Uint8Array>;
  stream(): AsyncIterable<Uint8Array>;
}

// aws: code — common errors of the Query API; the sentence is ours
export const tooLarge = (limit: number): AwsError =>
  new AwsError('RequestEntityTooLarge', `The request body is larger than ${limit} bytes`, { status: 413 });

/** aws: S3's sentence for a body that ends early — S3 API reference, Error responses */
const cutOff = (): AwsError =>
  new AwsError('IncompleteBody', 'You did not provide the number of bytes specified by the Content-Length HTTP header');

/** `proceed` tells a client that waits for it (`Expect: 100-continue`) to send the body; called when somebody wants it. */
export function requestBody(message: Readable, expected: number | undefined, proceed: () => void): RequestBody {
  let received = 0;
  return {
    get received() {
      return received;
    },
    collect: (limit) => {
      if (expected !== undefined && expected > limit) return Promise.reject(tooLarge(limit));
      proceed();
      return new Promise((resolve, reject) => {
        const pieces: Uint8Array[] = [];
        let over = false;
        const fail = (error: () => AwsError) => {
          if (over) return;
          over = true;
          message.off('data', take);
          message.resume();
          reject(error());
        };
        const take = (piece: Uint8Array) => {
          received += piece.length;
          if (received > limit) fail(() => tooLarge(limit));
          else pieces.push(piece);
        };
        message.on('data', take);
        message.once('end', () => {
          if (over) return;
          over = true;
          resolve(pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces));
        });
        message.once('error', () => fail(cutOff));
        message.once('close', () => fail(cutOff));
      });
    },
    stream: () => {
      async function* pieces(): AsyncGenerator<Uint8Array> {
        proceed();
        try {
          for await (const piece of message.iterator({ destroyOnReturn: false })) {
            received += (piece as Uint8Array).length;
            yield piece as Uint8Array;
          }
        } catch {
          throw cutOff();
        }
        if (expected !== undefined && received < expected) throw cutOff();
      }
      return pieces();
    },
  };
}

export async function collected(stream: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of stream) {
    length += piece.length;
    if (length > limit) throw tooLarge(limit);
    pieces.push(piece);
  }
  return pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces);
}
