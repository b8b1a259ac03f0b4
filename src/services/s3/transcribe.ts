import type { Call } from '#core';
import type { BucketRow } from './bucket-store.ts';
import type { ComputedAlgorithm } from './checksums/algorithms.ts';
import type { S3Deps } from './deps.ts';
import { opened, type SealedSlice, whole } from './encryption/cipher.ts';
import { openSource, refuseCustomerKey } from './encryption/seal.ts';
import type { OpenSeal } from './encryption/seal-row.ts';
import type { ObjectRow } from './object-row.ts';
import { type Received, receive } from './receive.ts';

interface SourceKeyInput {
  readonly CopySourceSSECustomerAlgorithm?: string | undefined;
  readonly CopySourceSSECustomerKey?: string | undefined;
  readonly CopySourceSSECustomerKeyMD5?: string | undefined;
}

/** The key of what is copied. */
export async function sourceSeal(
  input: SourceKeyInput,
  { row, bucket }: { readonly row: ObjectRow; readonly bucket: BucketRow },
  call: Call,
  deps: S3Deps,
): Promise<OpenSeal | undefined> {
  const headers = {
    SSECustomerAlgorithm: input.CopySourceSSECustomerAlgorithm,
    SSECustomerKey: input.CopySourceSSECustomerKey,
    SSECustomerKeyMD5: input.CopySourceSSECustomerKeyMD5,
  };
  if (row.doc.seal) return openSource(row.doc.seal, headers, bucket, call, deps);
  refuseCustomerKey(headers);
  return undefined;
}

/** Copies bytes where one of both sides is encrypted: they cannot be shared then. What it leaves is to be kept or discarded. */
export function transcribe(
  slices: readonly SealedSlice[],
  from: OpenSeal | undefined,
  to: OpenSeal | undefined,
  algorithm: ComputedAlgorithm,
  call: Call,
  deps: S3Deps,
): Promise<Received> {
  const stored = deps.blobs.read(from ? whole(slices) : slices, call);
  return receive({ Body: from ? opened(stored, slices, from.key) : stored }, call, deps, to, algorithm);
}
