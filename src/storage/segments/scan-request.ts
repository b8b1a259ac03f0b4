import type { Lend } from '#core';
import type { Block } from './digest.ts';

/** What a scan of a log looks for. */
export interface ScanRequest {
  readonly from: number;
  /** Records older than this are passed over. */
  readonly notBefore?: number;
  /** Where keys are numbers, blocks all of whose keys are outside can be passed over: from `from` on, up to before `to`. */
  readonly keys?: { readonly from?: number | undefined; readonly to?: number | undefined } | undefined;
  /** Records whose data holds none of these are passed over, but none that has a tag: its data is not what it says. */
  readonly anyOf?: readonly Uint8Array[] | undefined;
  /** Shown what is known of a block whose records all belong to the answer, it tells whether that is enough. */
  readonly skim?: ((block: Block) => boolean) | undefined;
  /** So many bytes are looked at, whatever is found. */
  readonly maxScan?: number;
  /** Memory for what is read: entries are good for as long as it is. */
  readonly lend?: Lend | undefined;
}
