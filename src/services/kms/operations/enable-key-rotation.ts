import { onKey, ownKeyOf } from '../address.ts';
import type { KmsOperation } from '../deps.ts';
import { changeKey, enabled } from '../key-state.ts';

export const enableKeyRotation: KmsOperation<'EnableKeyRotation'> = {
  access: onKey,
  run: ({ KeyId, RotationPeriodInDays: days = 365 }, { scope }, deps) => {
    const key = enabled(ownKeyOf(KeyId, scope, deps));
    const since = key.row.rotation?.days === days ? key.row.rotation.since : deps.clock.millis();
    changeKey(key, { rotation: { days, since } }, deps);
    return {};
  },
};
