import { onKey, ownKeyOf } from '../address.ts';
import type { KmsOperation } from '../deps.ts';
import { badWindow } from '../errors.ts';
import { changeKey, notDying } from '../key-state.ts';

/** — model, ScheduleKeyDeletionRequest.PendingWindowInDays */
const DEFAULT_DAYS = 30;

export const scheduleKeyDeletion: KmsOperation<'ScheduleKeyDeletion'> = {
  access: onKey,
  run: ({ KeyId, PendingWindowInDays: days = DEFAULT_DAYS }, { scope }, deps) => {
    if (days < 7 || days > 30) throw badWindow(days);
    const key = notDying(ownKeyOf(KeyId, scope, deps));
    const deletionAt = deps.clock.millis() + days * 86_400_000;
    // aws: a key whose deletion is cancelled is disabled — developer guide "Deleting AWS KMS keys"
    changeKey(key, { deletionAt, enabled: false }, deps);
    return { KeyId: key.arn, DeletionDate: new Date(deletionAt), KeyState: 'PendingDeletion', PendingWindowInDays: days };
  },
};
