import { BASE32, type Ids } from '#core';

/*
 * AWS's access key ids carry their account: of the 80 bits after the prefix, bits 1 to 40 are the account number. It lets a
 * key be looked up in its account's rows, and GetAccessKeyInfo answer without a row.
 * — observed in AWS's ids ("A short note on AWS KEY ID", T. Rutka 2023); the leading bit is always set in ids of this form
 */
const ACCOUNT_BITS = 40n;
const LEAD = 1n << 79n;
const ACCOUNT_SHIFT = 79n - ACCOUNT_BITS;
const CHARACTERS = 16;

/** A new id of a long-term key (`AKIA…`) or of temporary credentials (`ASIA…`). */
export function newAccessKeyId(prefix: 'AKIA' | 'ASIA', account: string, ids: Ids): string {
  let bits = LEAD | (BigInt(account) << ACCOUNT_SHIFT);
  let random = 0n;
  for (const byte of ids.bytes(5)) random = (random << 8n) | BigInt(byte);
  bits |= random & ((1n << ACCOUNT_SHIFT) - 1n);
  let text = '';
  for (let i = 0; i < CHARACTERS; i++) {
    text = BASE32[Number(bits & 31n)] + text;
    bits >>= 5n;
  }
  return prefix + text;
}

/** The account an access key id belongs to; undefined where it is not of AWS's form. */
export function accountOfAccessKeyId(id: string): string | undefined {
  if (!/^A[KS]IA[A-Z2-7]{16}$/.test(id)) return undefined;
  let bits = 0n;
  for (const char of id.slice(4)) bits = (bits << 5n) | BigInt(BASE32.indexOf(char));
  const account = ((bits & (LEAD - 1n)) >> ACCOUNT_SHIFT).toString();
  return account.length > 12 ? undefined : account.padStart(12, '0');
}
