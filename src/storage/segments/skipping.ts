import { type Digest, GramTest } from './digest.ts';
import type { Digests } from './digests.ts';
import type { ScanRequest } from './scan-request.ts';
import type { Segment } from './segment.ts';

/** What comes next in a segment: what was passed over unread, and where then to read; nothing, where `offset` is undefined. */
export interface Stretch {
  readonly next: number;
  readonly records: number;
  readonly bytes: number;
  readonly offset: number | undefined;
  readonly end: number | undefined;
}

/** Passes over blocks that, by their digests, hold nothing of what is asked for. */
export class Skipping {
  readonly #request: ScanRequest;
  readonly #test: GramTest | undefined;
  #of: Segment | undefined;
  #digests: readonly Digest[] = [];

  constructor(request: ScanRequest) {
    this.#request = request;
    this.#test = request.anyOf && new GramTest(request.anyOf);
  }

  /** Undefined where nothing is known of the record of that index. */
  async next(from: Digests, segment: Segment, sealed: boolean, index: number): Promise<Stretch | undefined> {
    if (this.#of !== segment) {
      this.#digests = await from.of(segment, sealed);
      this.#of = segment;
    }
    let at = holding(this.#digests, index);
    if (at < 0) return undefined;
    let next = index;
    let records = 0;
    let bytes = 0;
    for (; at < this.#digests.length; at++) {
      const digest = this.#digests[at] as Digest;
      const concerned = this.#concerns(digest);
      const skimmed = concerned && next === digest.first && this.#request.skim?.(digest) === true;
      if (concerned && !skimmed && (this.#test?.passes(digest) ?? true)) break;
      const behind = digest.first + digest.count;
      if (concerned) {
        records += behind - next;
        bytes += Math.round((digest.bytes * (behind - next)) / digest.count);
      }
      next = behind;
      if (bytes >= (this.#request.maxScan ?? Number.POSITIVE_INFINITY)) break;
    }
    const reading = this.#digests[at];
    if (next > index) return { next, records, bytes, offset: undefined, end: undefined };
    return { next, records, bytes, offset: reading?.offset, end: reading?.end };
  }

  /** Whether its time is asked for. */
  #concerns({ lastMillis, least, most }: Digest): boolean {
    const { notBefore = 0, keys } = this.#request;
    return (
      lastMillis >= notBefore && (keys?.from === undefined || most >= keys.from) && (keys?.to === undefined || least < keys.to)
    );
  }
}

/** The position of the digest of a record's index; -1 where there is none. */
function holding(digests: readonly Digest[], index: number): number {
  let low = 0;
  let high = digests.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((digests[middle] as Digest).first <= index) low = middle + 1;
    else high = middle;
  }
  const digest = digests[low - 1];
  return digest && index < digest.first + digest.count ? low - 1 : -1;
}
