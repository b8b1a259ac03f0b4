import { AwsError } from '#core';
import type { Authorized, Decoded, Invoked, Named, Received } from '../context.ts';

/** Runs the operation, then waits until what it wrote is durable: what we answer has happened. */
export async function invoke({ parts, entry, input, call }: Received & Named & Decoded & Authorized): Promise<Invoked> {
  try {
    return { output: await entry.run(input as never, call) };
  } finally {
    await parts.settled().catch((failure: unknown) => {
      parts.logger.error({ err: failure }, 'the metadata could not be committed');
      throw new AwsError('InternalFailure', 'What was asked could not be written', { status: 500 });
    });
  }
}
