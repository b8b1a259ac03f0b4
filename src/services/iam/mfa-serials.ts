import { BASE32, globalArnOf, type Ids, type Scope } from '#core';

type Where = Pick<Scope, 'partition' | 'account'>;

/** `arn:aws:iam::<account>:mfa/<path/><name>` */
export const serialOf = (scope: Where, { path, name }: { readonly path: string; readonly name: string }): string =>
  globalArnOf('iam', scope, `mfa${path}${name}`);

/** The path and name in the serial number of a virtual device of this account; undefined where it is of something else. */
export const deviceName = (serial: string, scope: Where): string | undefined => {
  const prefix = globalArnOf('iam', scope, 'mfa');
  return serial.startsWith(`${prefix}/`) ? serial.slice(prefix.length) : undefined;
};

/** 320 bits. — the 64 characters of base32 of AWS's devices, as public transcripts show them */
export const newSeed = (ids: Ids): string => ids.text(64, BASE32);

/** The bytes of a seed in base32 (RFC 4648). */
export function seedBytes(seed: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((seed.length * 5) / 8));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const char of seed) {
    bits = (bits << 5) | BASE32.indexOf(char);
    held += 5;
    if (held >= 8) {
      held -= 8;
      bytes[at++] = (bits >> held) & 255;
      bits &= (1 << held) - 1;
    }
  }
  return bytes;
}
