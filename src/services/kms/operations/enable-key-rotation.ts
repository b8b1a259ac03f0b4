import { onKey, ownKeyOf } from '../address.ts';
import type { KmsOperation } from '../deps.ts';
import { changeKey, enabled } from '../key-state.ts';

const USUAL_DAYS = 365;

/** — recorded AWS answers, radkawar/stackd kms/rotation.json */
export const enableKeyRotation: KmsOperation<'EnableKeyRotation'> = {
  // aws: policies are told the usual period where none is given — recorded, radkawar/stackd kms/rotation.json, condition_numeric_…
  access: (input) => ({
    ...onKey(input),
    context: { 'kms:RotationPeriodInDays': String(input.RotationPeriodInDays ?? USUAL_DAYS) },
  }),
  run: ({ KeyId, RotationPeriodInDays }, { scope }, deps) => {
    const key = enabled(ownKeyOf(KeyId, scope, deps));
    // aws: a key that rotates keeps its period where none is given — recorded, the same, status_default
    const days = RotationPeriodInDays ?? key.row.rotation?.days ?? USUAL_DAYS;
    const since = key.row.rotation?.days === days ? key.row.rotation.since : deps.clock.millis();
    changeKey(key, { rotation: { days, since } }, deps);
    return {};
  },
};
