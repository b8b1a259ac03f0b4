import type { BoundOperation, Call, Service } from '#core';
import type { BucketRow } from './bucket-store.ts';
import type { S3Deps } from './deps.ts';
import { accessDenied } from './errors.ts';
import { parseCopySource } from './names.ts';

// aws: whoever is not of the owner's account says that he pays, is refused where he does not, and is told that he was charged; nobody who is
// not signed in is let in — S3 User Guide, "Using Requester Pays buckets", "Downloading objects from Requester Pays buckets"

/** Every operation, refusing who does not say that he pays where he must. */
export function paid(operations: Service['operations'], deps: Pick<S3Deps, 'buckets'>): Service['operations'] {
  const guarded = Object.entries(operations).map(([name, entry]) => [name, 'unsupported' in entry ? entry : guard(entry, deps)]);
  return Object.fromEntries(guarded) as Service['operations'];
}

function guard(entry: BoundOperation, deps: Pick<S3Deps, 'buckets'>): BoundOperation {
  return {
    ...entry,
    run: (input, call) => {
      const asked = input as Input | undefined;
      if (!charges(asked, call, deps)) return entry.run(input, call);
      // nobody to charge
      if (call.caller.kind === 'anonymous' || asked?.RequestPayer !== 'requester') throw accessDenied();
      const output = entry.run(input, call);
      return output instanceof Promise ? output.then(told) : told(output);
    },
  };
}

interface Input {
  readonly Bucket?: string | undefined;
  readonly CopySource?: string | undefined;
  readonly RequestPayer?: string | undefined;
}

const told = (output: unknown) => ({ ...(output as object), RequestCharged: 'requester' });

/** Whether the caller has to pay: for the bucket of the request, or the one that it copies from. */
function charges(input: Input | undefined, call: Call, { buckets }: Pick<S3Deps, 'buckets'>): boolean {
  // where the request is about a bucket, its scope is the owner's
  if (call.caller.account === call.scope.account && input?.CopySource === undefined) return false;
  const source = input?.CopySource === undefined ? undefined : parseCopySource(input.CopySource)?.bucket;
  return [input?.Bucket, source].some((name) => {
    const bucket = name === undefined ? undefined : buckets.find(call.scope.partition, name);
    return bucket !== undefined && requesterPays(bucket, call.caller);
  });
}

/** AWS's own services are no requesters. */
export const requesterPays = ({ settings, account }: BucketRow, caller: Pick<Call['caller'], 'account' | 'kind'>): boolean =>
  settings.payer === 'Requester' && account !== caller.account && caller.kind !== 'service';
