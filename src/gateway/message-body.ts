import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import { type BodyParts, type BodySource, IncomingBody } from './incoming-body.ts';

type Message = IncomingMessage | Http2ServerRequest;

/** The body of a request that Node's servers have read. */
export const bodyOf = (message: Message, proceed: (() => void) | undefined, parts: BodyParts): IncomingBody =>
  new IncomingBody(new MessageSource(message), expectedOf(message), proceed, parts);

class MessageSource implements BodySource {
  readonly #message: Message;
  #body: IncomingBody | undefined;

  constructor(message: Message) {
    this.#message = message;
  }

  open(body: IncomingBody): void {
    const message = this.#message;
    if (!this.#body) {
      this.#body = body;
      if (message.destroyed) return void (message.readableEnded ? body.end() : body.breakOff());
      message.on('data', (piece: Uint8Array) => body.take(piece));
      message.on('end', () => body.end());
      message.on('error', () => body.breakOff());
      message.on('close', () => body.breakOff());
    }
    message.resume();
  }

  close(): void {
    this.#message.pause();
  }

  letGo(): void {}

  destroy(): void {
    this.#message.destroy();
  }
}

/** RFC 9112, 6.3: a request that says nothing of a body has none. HTTP/2 says it with its last frame. */
function expectedOf(message: Message): number | undefined {
  const { headers } = message;
  const length = headers['content-length'];
  if (length !== undefined) return Number(length);
  return message.httpVersionMajor === 1 && headers['transfer-encoding'] === undefined ? 0 : undefined;
}
