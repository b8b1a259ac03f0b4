import { createHmac } from 'node:crypto';

/** Seconds of a time step. — RFC 6238, section 4.1; what authenticator apps take where an `otpauth:` URI says nothing else */
const STEP_SECONDS = 30;
const DIGITS = 6;

/** The time step of a moment in milliseconds. */
export const totpStep = (millis: number): number => Math.floor(millis / (STEP_SECONDS * 1000));

/** The six digits of a time step (HMAC-SHA-1). — RFC 6238, and RFC 4226, section 5.3 */
export function totpCode(seed: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', seed).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  const number = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

/**
 * The nearest time step within `reach` steps of `around` and after `after` whose code (and those of the steps that follow it) these are;
 * undefined where there is none. Every candidate is compared.
 */
export function totpMatch(
  seed: Uint8Array,
  codes: readonly string[],
  { around, reach, after }: { readonly around: number; readonly reach: number; readonly after: number },
): number | undefined {
  let best: number | undefined;
  for (let step = around - reach; step <= around + reach; step++) {
    if (step <= after || step < 0 || !codes.every((code, at) => totpCode(seed, step + at) === code)) continue;
    if (best === undefined || Math.abs(step - around) < Math.abs(best - around)) best = step;
  }
  return best;
}
