import { onKey, ownKeyOf } from '../address.ts';
import type { KmsOperation } from '../deps.ts';
import { nextRotation, rotatedWhenDue } from '../key-state.ts';

/** — recorded AWS answers, radkawar/stackd kms/rotation.json */
export const getKeyRotationStatus: KmsOperation<'GetKeyRotationStatus'> = {
  access: onKey,
  run: ({ KeyId }, { scope }, deps) => {
    const { row, arn } = rotatedWhenDue(ownKeyOf(KeyId, scope, deps), deps);
    const next = nextRotation(row);
    // aws: not while the key waits to be deleted; again when it does no more — recorded, the same, deleting_…
    if (!row.rotation || next === undefined || row.deletionAt !== undefined) return { KeyId: arn, KeyRotationEnabled: false };
    return { KeyId: arn, KeyRotationEnabled: true, RotationPeriodInDays: row.rotation.days, NextRotationDate: new Date(next) };
  },
};
