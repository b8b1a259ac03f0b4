import type { Decoded, Identified } from '../context.ts';

/** The model's constraints were checked while decoding; here the request is refused for them, in its service's words. */
export function validate({ protocol, served, violations }: Identified & Decoded): undefined {
  if (violations.length > 0) throw served.service.refusal?.(violations) ?? protocol.refuse(violations);
  return undefined;
}
