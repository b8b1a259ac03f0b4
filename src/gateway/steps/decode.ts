import { trailersOf, verifiedBody } from '#auth';
import type { Authenticated, Decoded, Identified, Named, Received, WithBody } from '../context.ts';
import { meantHeaders } from '../meant-headers.ts';
import { collected } from '../request-body.ts';

/** Bytes to values. An object's bytes stay a stream; the signature of its chunks is checked as they are read. */
export function decode(request: Received & Identified & WithBody & Named & Authenticated): Decoded | Promise<Decoded> {
  const { protocol, operation, rawStream } = request;
  if (!rawStream) {
    return protocol.decode(operation, { ...wireOf(request), body: request.content, lend: request.lendings.forInput });
  }
  const stream = verifiedBody(rawStream, request.headers, request.signature);
  if (protocol.takesStream?.(operation)) return protocol.decode(operation, { ...wireOf(request), stream });
  const read = (body: Uint8Array) => {
    const trailers = trailersOf(stream);
    const headers = Object.keys(trailers).length > 0 ? { ...request.headers, ...trailers } : request.headers;
    request.served.service.checkDocument?.(operation, body, headers);
    return protocol.decode(operation, { ...wireOf(request), body });
  };
  const body = collected(stream, request.parts.limits.bufferedBody);
  return body instanceof Promise ? body.then(read) : read(body);
}

const wireOf = (request: Received & Identified & WithBody) => {
  const { method, path, query, bucketOfHost, body } = request;
  return { method, path, query, headers: meantHeaders(request), bucketOfHost, body };
};
