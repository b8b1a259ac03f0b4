import { crc32 as zlibCrc32 } from 'node:zlib';
import { AwsError, type ServiceModel, type Shape, type ShapeRef } from '#core';
import { shapeOf } from './protocol.ts';

export const EVENT_STREAM = 'application/vnd.amazon.eventstream';

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

// node:zlib has crc32 from 20.15 and 22.2 on, in native code
const crc32: (bytes: Uint8Array) => number =
  typeof zlibCrc32 === 'function'
    ? zlibCrc32
    : (bytes) => {
        let c = 0xffffffff;
        for (const byte of bytes) c = (TABLE[(c ^ byte) & 255] as number) ^ (c >>> 8);
        return (c ^ 0xffffffff) >>> 0;
      };

const STRING = 7;

/** aws: one message = lengths, checksum, headers, payload, checksum — Smithy specification, Amazon Event Stream */
export function eventMessage(headers: Readonly<Record<string, string>>, payload: Uint8Array): Buffer {
  const pairs = Object.entries(headers).map(([name, value]) => [Buffer.from(name), Buffer.from(value)] as const);
  const headersLength = pairs.reduce((sum, [name, value]) => sum + 1 + name.length + 3 + value.length, 0);
  const message = Buffer.allocUnsafe(16 + headersLength + payload.length);
  message.writeUInt32BE(message.length, 0);
  message.writeUInt32BE(headersLength, 4);
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8);
  let at = 12;
  for (const [name, value] of pairs) {
    message[at++] = name.length;
    at += name.copy(message, at);
    message[at++] = STRING;
    at = message.writeUInt16BE(value.length, at);
    at += value.copy(message, at);
  }
  message.set(payload, at);
  message.writeUInt32BE(crc32(message.subarray(0, message.length - 4)), message.length - 4);
  return message;
}

export interface EventFormat {
  readonly contentType: string;
  /** The bytes of a value of this shape. */
  payload(ref: ShapeRef, value: unknown): Uint8Array;
  error(error: AwsError): Uint8Array;
}

/** The member of an output that is a stream of events, if it has one. */
export function eventMemberOf(model: ServiceModel, output: Shape): { name: string; events: Shape } | undefined {
  for (const [name, ref] of Object.entries(output.members ?? {})) {
    const shape = shapeOf(model, ref);
    if (shape.eventstream) return { name, events: shape };
  }
  return undefined;
}

/**
 * The events of an operation as messages: first the output's other members, then each event under its name.
 * What the stream throws ends it with an exception message, as AWS does.
 */
export async function* eventMessages(
  events: Shape,
  initial: { ref: ShapeRef; output: unknown },
  stream: AsyncIterable<Record<string, unknown>>,
  format: EventFormat,
): AsyncGenerator<Uint8Array> {
  const headers = { ':message-type': 'event', ':content-type': format.contentType };
  yield eventMessage({ ...headers, ':event-type': 'initial-response' }, format.payload(initial.ref, initial.output));
  try {
    for await (const event of stream) {
      for (const [name, value] of Object.entries(event)) {
        const ref = events.members?.[name];
        if (ref && value !== undefined) yield eventMessage({ ...headers, ':event-type': name }, format.payload(ref, value));
      }
    }
  } catch (thrown) {
    if (!(thrown instanceof AwsError)) throw thrown;
    const type = { ':message-type': 'exception', ':exception-type': thrown.code, ':content-type': format.contentType };
    yield eventMessage(type, format.error(thrown));
  }
}
