import { BOX_BYTES, type Ids, openBox, sealBox } from '#core';

/*
 * Key material and what is encrypted with it. Material lies in the database wrapped by the root of trust, 32 bytes in a file of
 * their own; it is unwrapped for one call and not kept.
 */

/** Key material as it is stored. */
export interface WrappedMaterial {
  /** 64 hexadecimal digits, as AWS's KeyMaterialId. */
  readonly id: string;
  readonly wrapped: string;
  readonly createdAt: number;
  readonly rotated?: 'AUTOMATIC' | 'ON_DEMAND';
}

const KEY = 32;

export function newMaterial(root: Uint8Array, ids: Ids, now: number, rotated?: WrappedMaterial['rotated']): WrappedMaterial {
  const id = Buffer.from(ids.bytes(32)).toString('hex');
  const wrapped = sealBox(root, Buffer.from(id), ids.bytes(KEY), ids).toString('base64');
  return { id, wrapped, createdAt: now, ...(rotated && { rotated }) };
}

function unwrapped(root: Uint8Array, { id, wrapped }: WrappedMaterial): Buffer {
  const key = openBox(root, Buffer.from(id), Buffer.from(wrapped, 'base64'));
  if (!key) throw new Error(`the key material ${id} was not wrapped by this data directory's root key`);
  return key;
}

export type EncryptionContext = Readonly<Record<string, string>>;

/** Which key a ciphertext is of, readable by all: a decryption need not name it. */
export interface CiphertextHead {
  readonly account: string;
  readonly keyId: string;
  readonly materialId: string;
}

const VERSION = 1;
const ACCOUNT = 6;
const UUID = 16;
const MATERIAL = 32;
const HEAD = 1 + ACCOUNT + UUID + MATERIAL;

export function encrypt(
  head: Omit<CiphertextHead, 'materialId'>,
  material: WrappedMaterial,
  root: Uint8Array,
  plain: Uint8Array,
  context: EncryptionContext,
  ids: Ids,
): Uint8Array {
  const hex = `${head.account}${head.keyId.replaceAll('-', '')}${material.id}`;
  const bytes = Buffer.concat([Uint8Array.of(VERSION), Buffer.from(hex, 'hex')]);
  return Buffer.concat([bytes, sealBox(unwrapped(root, material), bound(bytes, context), plain, ids)]);
}

export function headOf(ciphertext: Uint8Array): CiphertextHead | undefined {
  if (ciphertext.length < HEAD + BOX_BYTES || ciphertext[0] !== VERSION) return undefined;
  const hex = Buffer.from(ciphertext.subarray(1, HEAD)).toString('hex');
  const account = hex.slice(0, 12);
  const id = hex.slice(12, 12 + 2 * UUID);
  const keyId = [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20)].join('-');
  return { account, keyId, materialId: hex.slice(12 + 2 * UUID) };
}

export function decrypt(
  ciphertext: Uint8Array,
  material: WrappedMaterial,
  root: Uint8Array,
  context: EncryptionContext,
): Uint8Array | undefined {
  const head = Buffer.from(ciphertext.subarray(0, HEAD));
  return openBox(unwrapped(root, material), bound(head, context), ciphertext.subarray(HEAD));
}

/** What the ciphertext is bound to: the key, and the encryption context in whatever order it was given. */
function bound(head: Buffer, context: EncryptionContext): Buffer {
  const pairs = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.concat([head, Buffer.from(JSON.stringify(pairs))]);
}
