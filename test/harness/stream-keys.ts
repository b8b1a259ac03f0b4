import { AwsError } from '#core';
import type { StreamKeys } from '#services/kinesis';

/** A KMS with one key that counts how often it is asked; `refuse` names callers it refuses. */
export interface FakeKeys extends StreamKeys {
  readonly asked: string[];
  readonly refuse: Set<string>;
}

export function fakeKeys(there = 'alias/there'): FakeKeys {
  const asked: string[] = [];
  const refuse = new Set<string>();
  let made = 0;
  const check = (what: string, caller: string) => {
    asked.push(`${what} ${caller}`);
    if (refuse.has(caller)) throw new AwsError('AccessDeniedException', `${caller} is not authorized to perform: kms:${what}`);
  };
  const flip = (bytes: Uint8Array) => bytes.map((byte) => byte ^ 0xff);
  return {
    asked,
    refuse,
    async generate({ caller }, keyId) {
      if (keyId !== there) throw new AwsError('NotFoundException', `${keyId} is not found.`);
      check('GenerateDataKey', caller.arn);
      const plain = Buffer.alloc(32, ++made);
      return { keyArn: keyId, plain, wrapped: flip(plain) };
    },
    async open({ caller }, wrapped) {
      check('Decrypt', caller.arn);
      return flip(wrapped);
    },
    async find(_call, keyId) {
      if (keyId !== there) throw new AwsError('NotFoundException', `${keyId} is not found.`);
      return { keyArn: keyId, state: 'Enabled' };
    },
  };
}
