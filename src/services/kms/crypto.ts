import type { Scope } from '#core';
import { keyOf } from './address.ts';
import type { KmsDeps } from './deps.ts';
import { dryRun, incorrectKey, invalidCiphertext, needsKeySize } from './errors.ts';
import { enabled, type Key, liveKey, rotatedWhenDue } from './key-state.ts';
import { decrypt, type EncryptionContext, encrypt, headOf } from './material.ts';
import { keyArn } from './store.ts';

type Context = EncryptionContext | undefined;

/** Ends a request that only asked whether it would be allowed. */
export function unlessDry(input: { readonly DryRun?: boolean | undefined }): void {
  if (input.DryRun) throw dryRun();
}

/** What is encrypted under a key, and the material that did it. */
export function encrypted(
  named: Key,
  plain: Uint8Array,
  context: Context,
  deps: KmsDeps,
): { blob: Uint8Array; materialId: string } {
  const key = rotatedWhenDue(enabled(named), deps);
  const material = key.row.materials.at(-1);
  if (!material) throw new Error(`${key.arn} has no key material`);
  const head = { account: key.scope.account, keyId: key.row.id };
  return { blob: encrypt(head, material, deps.rootKey, plain, context ?? {}, deps.ids), materialId: material.id };
}

/** The ARN of the key of a ciphertext: a decryption need not name it. */
export function keyOfCiphertext(blob: Uint8Array | undefined, scope: Scope): string {
  const head = headOf(blob ?? new Uint8Array());
  if (!head) throw invalidCiphertext();
  return keyArn({ ...scope, account: head.account }, head.keyId);
}

export interface Decrypted {
  readonly key: Key;
  readonly plain: Uint8Array;
  readonly materialId: string;
}

/** What was encrypted; under the key that is named, where one is. */
export function decrypted(
  blob: Uint8Array | undefined,
  keyName: string | undefined,
  context: Context,
  scope: Scope,
  deps: KmsDeps,
): Decrypted {
  const head = headOf(blob ?? new Uint8Array());
  if (!head || !blob) throw invalidCiphertext();
  if (keyName !== undefined) {
    const wanted = keyOf(keyName, scope, deps);
    if (wanted.row.id !== head.keyId || wanted.scope.account !== head.account) throw incorrectKey();
  }
  const key = liveKey({ ...scope, account: head.account }, head.keyId, deps);
  if (!key) throw invalidCiphertext();
  enabled(key);
  const material = key.row.materials.find((each) => each.id === head.materialId);
  const plain = material && decrypt(blob, material, deps.rootKey, context ?? {});
  if (!plain) throw invalidCiphertext();
  return { key, plain, materialId: head.materialId };
}

interface DataKeyInput {
  readonly NumberOfBytes?: number | undefined;
  readonly KeySpec?: 'AES_256' | 'AES_128' | undefined;
}

export function dataKeyBytes({ NumberOfBytes: bytes, KeySpec: spec }: DataKeyInput): number {
  if ((bytes === undefined) === (spec === undefined)) throw needsKeySize();
  return bytes ?? (spec === 'AES_128' ? 16 : 32);
}
