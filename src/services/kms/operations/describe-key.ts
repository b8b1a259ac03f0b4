import { keyOf, onKeyWith } from '../address.ts';
import type { KmsOperation } from '../deps.ts';
import { metadataOf } from '../key-state.ts';

export const describeKey: KmsOperation<'DescribeKey'> = {
  access: onKeyWith,
  run: ({ KeyId }, { scope }, deps) => ({ KeyMetadata: metadataOf(keyOf(KeyId, scope, deps)) }),
};
