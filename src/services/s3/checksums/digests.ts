import { ALGORITHMS, type ComputedAlgorithm } from './algorithms.ts';
import { type Computed, LongDigests } from './long-digests.ts';

/** The digests of a body that is fed piece by piece. */
export interface Digests {
  /** A promise where nothing more should be fed until it resolves. */
  update(chunk: Uint8Array): Promise<void> | undefined;
  digest(): Computed | Promise<Computed>;
  /** Lets go of digests that nobody will ask for. */
  abandon(): void;
}

/** From this length on a body is hashed beside the event loop: MD5 and a CRC are as much work as all else about an upload. */
const LONG_BYTES = 1024 * 1024;

/** `held`: the bytes that will come stay as they are until they have been digested. */
export function digestsOf(expectedBytes: number | undefined, algorithms: readonly ComputedAlgorithm[], held = false): Digests {
  const names = [...new Set(algorithms)];
  if (held) return atOnce(names);
  const expected = expectedBytes ?? 0;
  return expected >= LONG_BYTES ? new LongDigests(names, expected) : here(names);
}

/** A digest at once costs half of one that is fed. */
function atOnce(names: readonly ComputedAlgorithm[]): Digests {
  const chunks: Uint8Array[] = [];
  return {
    update(chunk) {
      chunks.push(chunk);
      return undefined;
    },
    digest: () => {
      const bytes = chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks);
      return new Map(names.map((name) => [name, Buffer.from(ALGORITHMS[name].of(bytes))]));
    },
    abandon: () => {},
  };
}

function here(names: readonly ComputedAlgorithm[]): Digests {
  const hashers = names.map((name) => ({ name, hasher: ALGORITHMS[name].create() }));
  return {
    update(chunk) {
      for (const { hasher } of hashers) hasher.update(chunk);
      return undefined;
    },
    digest: () => new Map(hashers.map(({ name, hasher }) => [name, Buffer.from(hasher.digest())])),
    abandon: () => {},
  };
}
