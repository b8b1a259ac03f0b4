import { onKey, ownKeyOf } from '../address.ts';
import type { KmsOperation } from '../deps.ts';
import { rotationLimit } from '../errors.ts';
import { changeKey, enabled } from '../key-state.ts';
import { newMaterial } from '../material.ts';

/** — API reference, RotateKeyOnDemand: ten times in the life of a key */
const MOST = 10;

export const rotateKeyOnDemand: KmsOperation<'RotateKeyOnDemand'> = {
  access: onKey,
  run: ({ KeyId }, { scope }, deps) => {
    const key = enabled(ownKeyOf(KeyId, scope, deps));
    const { materials } = key.row;
    if (materials.filter((material) => material.rotated === 'ON_DEMAND').length >= MOST) throw rotationLimit(key.arn);
    changeKey(key, { materials: [...materials, newMaterial(deps.rootKey, deps.ids, deps.clock.millis(), 'ON_DEMAND')] }, deps);
    // aws: the ARN, however the key was named — recorded, radkawar/stackd kms/rotation.json
    return { KeyId: key.arn };
  },
};
