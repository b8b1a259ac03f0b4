import type { Answered, Identified, Invoked, Named, Numbered, Received } from '../context.ts';

/** Values to bytes, in the protocol the request came in. */
export function encode({
  protocol,
  operation,
  output,
  requestId,
  hostId,
  method,
}: Received & Numbered & Identified & Named & Invoked): Answered {
  return { answer: protocol.encode(operation, output, { requestId, hostId, method }) };
}
