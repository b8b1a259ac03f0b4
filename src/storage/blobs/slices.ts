/** A run of bytes of one blob. The content of an object is a list of them, so that parts are joined and copied without moving bytes. */
export interface Slice {
  readonly blob: number;
  readonly offset: number;
  readonly length: number;
  /** Which bytes, where the blob is a row that has had others: see rows.ts. */
  readonly content?: number;
}

export const sizeOf = (slices: readonly Slice[]): number => slices.reduce((sum, slice) => sum + slice.length, 0);

/** The slices that hold `length` bytes from `offset` on. */
export function cut<S extends Slice>(slices: readonly S[], offset: number, length: number): S[] {
  const kept: S[] = [];
  let skip = offset;
  let left = length;
  for (const slice of slices) {
    if (left <= 0) break;
    if (skip >= slice.length) {
      skip -= slice.length;
      continue;
    }
    const take = Math.min(slice.length - skip, left);
    kept.push({ ...slice, offset: slice.offset + skip, length: take });
    left -= take;
    skip = 0;
  }
  return kept;
}
