import { invalidRange } from './errors.ts';

export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/**
 * The bytes a Range header asks for; undefined where the whole object is to be answered.
 * aws: one range only, and a header that is not understood is ignored — API Reference, GetObject; RFC 9110, 14.2
 */
export function rangeOf(header: string | undefined, size: number): ByteRange | undefined {
  const match = header === undefined ? null : /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (!match || header === undefined) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  if (first === '') {
    const length = Math.min(Number(last), size);
    if (length === 0) throw invalidRange(header, size);
    return { offset: size - length, length };
  }
  const offset = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < offset) return undefined;
  if (offset >= size) throw invalidRange(header, size);
  return { offset, length: end - offset + 1 };
}

export const contentRange = ({ offset, length }: ByteRange, size: number): string =>
  `bytes ${offset}-${offset + length - 1}/${size}`;
