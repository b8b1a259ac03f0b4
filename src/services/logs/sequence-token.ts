import type { StreamRow } from './store.ts';

/**
 * aws: streams with events have one, puts answer one, and no put needs one any more — API reference, PutLogEvents;
 * recorded answers. 56 digits that begin with 49 — observed in answers
 */
export const sequenceToken = ({ folder }: StreamRow, next: number): string =>
  `49${String(BigInt(`0x${folder}`) % 10n ** 24n).padStart(24, '0')}${String(next).padStart(30, '0')}`;
