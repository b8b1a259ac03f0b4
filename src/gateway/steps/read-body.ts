import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { AwsError, HeldBytes } from '#core';
import type { Identified, Received, WithBody } from '../context.ts';
import { NOTHING, tooLarge } from '../request-body.ts';

const unpacked = promisify<Uint8Array, { maxOutputLength: number }, Uint8Array>(gunzip);

/** Documents are read whole; what S3 is sent stays a stream, since it may be an object, unless it is short. */
export function readBody({
  served,
  source,
  form,
  headers,
  parts,
  lendings,
}: Received & Identified): WithBody | Promise<WithBody> {
  const limit = parts.limits.bufferedBody;
  if (served.family === 's3') {
    if (form || !source.isShort) return streamed(form ? form.bytes() : source.stream());
    const body = source.collect(limit, lendings.forInput);
    return body instanceof Promise ? body.then(held) : held(body);
  }
  // aws: SDKs pack bodies of 10 KiB and more where the operation allows it, and sign what is packed — model: requestcompression
  const packed = headers['content-encoding'] === 'gzip';
  const whole = (body: Uint8Array) => (packed ? unpack(body, limit).then((content) => read(body, content)) : read(body, body));
  const body = source.collect(limit, lendings.forInput);
  return body instanceof Promise ? body.then(whole) : whole(body);
}

const read = (body: Uint8Array, content: Uint8Array): WithBody => ({ body, content, rawStream: undefined });
const streamed = (rawStream: AsyncIterable<Uint8Array>): WithBody => ({ body: NOTHING, content: NOTHING, rawStream });
const held = (body: Uint8Array): WithBody => streamed(HeldBytes.of(body));

function unpack(body: Uint8Array, limit: number): Promise<Uint8Array> {
  return unpacked(body, { maxOutputLength: limit }).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit);
    // the sentence is ours
    throw new AwsError('SerializationException', 'The body is not what its Content-Encoding, gzip, says');
  });
}
