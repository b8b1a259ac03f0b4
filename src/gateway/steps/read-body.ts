import type { Identified, Received, WithBody } from '../context.ts';

const NOTHING = new Uint8Array(0);

/** Documents are read whole; what S3 is sent stays a stream, since it may be an object. */
export async function readBody({ served, source, parts }: Received & Identified): Promise<WithBody> {
  if (served.family === 's3') return { body: NOTHING, rawStream: source.stream() };
  return { body: await source.collect(parts.limits.bufferedBody), rawStream: undefined };
}
