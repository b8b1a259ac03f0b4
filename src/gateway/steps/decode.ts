import { trailersOf, verifiedBody } from '#auth';
import type { Lend } from '#core';
import { targetOf } from '#protocol';
import type { Authenticated, Decoded, Identified, Named, Received, WithBody } from '../context.ts';
import { meantHeaders } from '../meant-headers.ts';
import { collected } from '../request-body.ts';

/** Bytes to values. An object's bytes stay a stream; the signature of its chunks is checked as they are read. */
export function decode(request: Received & Identified & WithBody & Named & Authenticated): Decoded | Promise<Decoded> {
  const { protocol, operation, rawStream } = request;
  request.served.service.checkHeaders?.(operation, request.headers);
  if (!rawStream) {
    return protocol.decode(operation, wireOf(request, request.content, undefined, request.lendings.forInput));
  }
  const stream = verifiedBody(rawStream, request.headers, request.signature);
  if (protocol.takesStream?.(operation)) return protocol.decode(operation, wireOf(request, request.body, stream));
  const read = (body: Uint8Array) => {
    const trailers = trailersOf(stream);
    const headers = Object.keys(trailers).length > 0 ? { ...request.headers, ...trailers } : request.headers;
    const { service } = request.served;
    service.checkDocument?.(operation, body, headers);
    try {
      return protocol.decode(operation, wireOf(request, body));
    } catch (refusal) {
      const target = { partition: request.parts.partition, bucket: targetOf(request).bucket };
      throw service.unreadable?.(operation, target, refusal) ?? refusal;
    }
  };
  const body = collected(stream, request.parts.limits.bufferedBody);
  return body instanceof Promise ? body.then(read) : read(body);
}

/** Written out: V8 gives every copy of an object that something is added to a shape of its own, and looks slowly at all of them from then on. */
const wireOf = (request: Received & Identified, body: Uint8Array, stream?: AsyncIterable<Uint8Array>, lend?: Lend) => {
  const { method, path, query, bucketOfHost } = request;
  return { method, path, query, headers: meantHeaders(request), bucketOfHost, body, stream, lend };
};
