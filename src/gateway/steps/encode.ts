import type { Answered, Identified, Invoked, Named, Numbered, Received } from '../context.ts';
import { formAnswered } from '../form.ts';

/** Values to bytes, in the protocol the request came in. */
export function encode(request: Received & Numbered & Identified & Named & Invoked): Answered {
  const { protocol, operation, output, requestId, hostId, method, form, lendings } = request;
  const answer = protocol.encode(operation, output, { requestId, hostId, method, lend: lendings.forAnswer });
  return { answer: form ? formAnswered(request, form, answer) : answer };
}
