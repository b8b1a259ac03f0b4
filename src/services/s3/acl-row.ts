import type { Grant } from '#api/s3';

/** A grant as it is kept: with the account whose id it names. */
export interface KeptGrant extends Grant {
  readonly account?: string;
}
