import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { AwsError } from '#core';
import type { Identified, Received, WithBody } from '../context.ts';
import { tooLarge } from '../request-body.ts';

const NOTHING = new Uint8Array(0);
const unpacked = promisify<Uint8Array, { maxOutputLength: number }, Uint8Array>(gunzip);

/** Documents are read whole; what S3 is sent stays a stream, since it may be an object. */
export async function readBody({ served, source, form, headers, parts, lendings }: Received & Identified): Promise<WithBody> {
  if (served.family === 's3') return { body: NOTHING, content: NOTHING, rawStream: form ? form.bytes() : source.stream() };
  const limit = parts.limits.bufferedBody;
  const body = await source.collect(limit, lendings.forInput);
  // aws: SDKs pack bodies of 10 KiB and more where the operation allows it, and sign what is packed — model: requestcompression
  const content = headers['content-encoding'] === 'gzip' ? await unpack(body, limit) : body;
  return { body, content, rawStream: undefined };
}

function unpack(body: Uint8Array, limit: number): Promise<Uint8Array> {
  return unpacked(body, { maxOutputLength: limit }).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit);
    // the sentence is ours
    throw new AwsError('SerializationException', 'The body is not what its Content-Encoding, gzip, says');
  });
}
