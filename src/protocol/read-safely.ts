import { AwsError } from '#core';
import { Unreadable } from './violations.ts';

/** Whatever a parser throws on a caller's bytes is the caller's error, in the protocol's own code. */
export function readSafely<T>(code: string, read: () => T, message?: string): T {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof Unreadable) throw new AwsError(code, message ?? thrown.message);
    if (thrown instanceof AwsError) throw thrown;
    throw new AwsError(code, message ?? '');
  }
}
