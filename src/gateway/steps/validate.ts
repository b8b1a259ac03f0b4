import type { Decoded, Identified } from '../context.ts';

/** The model's constraints were checked while decoding; here the request is refused for them, in its service's words. */
export function validate({ protocol, served, violations, input }: Identified & Decoded): undefined {
  if (violations.length > 0) throw served.service.refusal?.(violations, input) ?? protocol.refuse(violations);
  return undefined;
}
