import type { Readable } from 'node:stream';
import { AwsError, type Clock, type Lend } from '#core';

/** A request's body, read at most once: whole, or piece by piece. */
export interface RequestBody {
  /** Bytes that came so far. */
  readonly received: number;
  /** When its last byte was read, in milliseconds since the epoch; undefined: it has not been read to its end. */
  readonly endedAt: number | undefined;
  /** `lend`: memory for a long one. */
  collect(limit: number, lend: Lend): Promise<Uint8Array>;
  stream(): AsyncIterable<Uint8Array>;
  /** Lets what nobody will read pass by: a client that is still sending would else never read its answer. */
  discard(): void;
}

/** From this length on the memory of a body is used again. */
const LONG_BYTES = 64 * 1024;

/** Ours: a client that sends more than this after its answer is cut off. */
const DISCARDED = 64 * 1024 * 1024;

// aws: code — common errors of the Query API; the sentence is ours
export const tooLarge = (limit: number): AwsError =>
  new AwsError('RequestEntityTooLarge', `The request body is larger than ${limit} bytes`, { status: 413 });

/** aws: S3's sentence for a body that ends early — S3 API reference, Error responses */
const cutOff = (): AwsError =>
  new AwsError('IncompleteBody', 'You did not provide the number of bytes specified by the Content-Length HTTP header');

/** `proceed` tells a client that waits for it (`Expect: 100-continue`) to send the body; called when somebody wants it. */
export function requestBody(message: Readable, expected: number | undefined, proceed: () => void, clock: Clock): RequestBody {
  let received = 0;
  let endedAt: number | undefined;
  let iterator: AsyncIterator<Uint8Array> | undefined;
  return {
    get received() {
      return received;
    },
    get endedAt() {
      return endedAt;
    },
    collect: (limit, lend) => {
      if (expected !== undefined && expected > limit) return Promise.reject(tooLarge(limit));
      proceed();
      return new Promise((resolve, reject) => {
        const pieces: Uint8Array[] = [];
        // pieces of a long body are copied as they come: all of them, kept until the last one is here, are what V8 has to clear away
        const whole = expected !== undefined && expected >= LONG_BYTES ? lend(expected) : undefined;
        let over = false;
        const fail = (error: () => AwsError) => {
          if (over) return;
          over = true;
          message.off('data', take);
          message.resume();
          reject(error());
        };
        const take = (piece: Uint8Array) => {
          const at = received;
          received += piece.length;
          if (received > limit) fail(() => tooLarge(limit));
          else if (whole) whole.set(piece, at);
          else pieces.push(piece);
        };
        message.on('data', take);
        message.once('end', () => {
          if (over) return;
          over = true;
          endedAt = clock.millis();
          if (whole) resolve(whole.subarray(0, received));
          else resolve(pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces));
        });
        message.once('error', () => fail(cutOff));
        message.once('close', () => fail(cutOff));
      });
    },
    stream: () => {
      async function* pieces(): AsyncGenerator<Uint8Array> {
        proceed();
        try {
          const bytes = message.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Uint8Array>;
          iterator = bytes;
          for await (const piece of bytes) {
            received += piece.length;
            yield piece;
          }
          endedAt = clock.millis();
        } catch {
          throw cutOff();
        }
        if (expected !== undefined && received < expected) throw cutOff();
      }
      return pieces();
    },
    discard: () => {
      if (message.readableEnded || message.destroyed) return;
      void iterator?.return?.();
      let passed = 0;
      message.on('data', (piece: Uint8Array) => {
        passed += piece.length;
        if (passed > DISCARDED) message.destroy();
      });
      message.resume();
    },
  };
}

/** aws: S3's sentence for a document that is too long — S3 API reference, Error responses */
const documentTooLarge = (): AwsError => new AwsError('MaxMessageLengthExceeded', 'Your request was too big.');

/** A document that S3 is sent, whole. */
export async function collected(stream: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of stream) {
    length += piece.length;
    if (length > limit) throw documentTooLarge();
    pieces.push(piece);
  }
  return pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces);
}
