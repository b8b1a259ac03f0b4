import { onEverything } from '../address.ts';
import type { KmsOperation } from '../deps.ts';
import { locksOut, notBuilt } from '../errors.ts';
import { metadataOf } from '../key-state.ts';
import { newMaterial } from '../material.ts';
import { checkKeyPolicy, defaultPolicy } from '../policies.ts';
import { type KeyRow, keyArn } from '../store.ts';
import { tagged } from '../tags.ts';

export const createKey: KmsOperation<'CreateKey'> = {
  access: onEverything,
  run: (input, call, deps) => {
    const { scope } = call;
    const spec = input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT';
    if (spec !== 'SYMMETRIC_DEFAULT' || (input.KeyUsage ?? 'ENCRYPT_DECRYPT') !== 'ENCRYPT_DECRYPT')
      throw notBuilt(`A key of spec ${spec} for ${input.KeyUsage ?? 'ENCRYPT_DECRYPT'}`);
    if ((input.Origin ?? 'AWS_KMS') !== 'AWS_KMS') throw notBuilt(`Key material of origin ${input.Origin}`);
    if (input.MultiRegion) throw notBuilt('A multi-Region key');
    if (input.Policy !== undefined) checkKeyPolicy(input.Policy);
    const now = deps.clock.millis();
    const row: KeyRow = {
      id: deps.ids.uuid(),
      createdAt: now,
      description: input.Description ?? '',
      enabled: true,
      policy: input.Policy ?? defaultPolicy(scope),
      manager: 'CUSTOMER',
      tags: tagged([], input.Tags ?? []),
      materials: [newMaterial(deps.rootKey, deps.ids, now)],
    };
    const arn = keyArn(scope, row.id);
    deps.store.transaction(() => {
      deps.store.in(scope).keys.put([row.id], row);
      if (!input.BypassPolicyLockoutSafetyCheck && !call.may({ action: 'kms:PutKeyPolicy', resource: arn })) throw locksOut();
    });
    return { KeyMetadata: metadataOf({ scope, arn, row }) };
  },
};
