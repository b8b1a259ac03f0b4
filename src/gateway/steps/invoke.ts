import { AwsError } from '#core';
import type { Authorized, Decoded, Identified, Invoked, Named, Parts, Received } from '../context.ts';

/** Runs the operation, then waits until what it wrote is durable: what we answer has happened. */
export function invoke(request: Received & Identified & Named & Decoded & Authorized): Invoked | Promise<Invoked> {
  const { parts, entry, input, call, operation, served } = request;
  let output: unknown;
  try {
    output = entry.run(input as never, call);
  } catch (thrown) {
    output = Promise.reject(thrown);
  }
  // hundreds of records would only grow old while the disk is waited for, and V8 copy them to where it seldom cleans up
  if (entry.keepsNothing && !parts.audit?.wants(served.service.name, operation)) Object.assign(request, { input: {} });
  if (output instanceof Promise) return finished(output, parts);
  const settling = settled(parts);
  return settling ? settling.then(() => ({ output })) : { output };
}

async function finished(running: Promise<unknown>, parts: Parts): Promise<Invoked> {
  try {
    return { output: await running };
  } finally {
    await settled(parts);
  }
}

function settled({ settled: settle, logger }: Parts): Promise<void> | undefined {
  return settle()?.catch((failure: unknown) => {
    logger.error({ err: failure }, 'the metadata could not be committed');
    throw new AwsError('InternalFailure', 'What was asked could not be written', { status: 500 });
  });
}
