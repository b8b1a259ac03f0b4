import { onKey, ownKeyOf } from '../address.ts';
import type { KmsOperation } from '../deps.ts';
import { nextRotation, rotatedWhenDue } from '../key-state.ts';

/** — recorded AWS answers, LocalStack test_kms.snapshot.json: test_key_enable_rotation_status */
export const getKeyRotationStatus: KmsOperation<'GetKeyRotationStatus'> = {
  access: onKey,
  run: ({ KeyId }, { scope }, deps) => {
    const { row } = rotatedWhenDue(ownKeyOf(KeyId, scope, deps), deps);
    const next = nextRotation(row);
    return {
      KeyId: row.id,
      KeyRotationEnabled: row.rotation !== undefined,
      ...(row.rotation && next !== undefined && { RotationPeriodInDays: row.rotation.days, NextRotationDate: new Date(next) }),
    };
  },
};
