import { onKey, ownKeyOf } from '../address.ts';
import type { KmsOperation } from '../deps.ts';
import { rotatedWhenDue } from '../key-state.ts';
import { pageOf } from '../pages.ts';

/** — recorded, radkawar/stackd kms/rotation.json */
export const listKeyRotations: KmsOperation<'ListKeyRotations'> = {
  access: onKey,
  run: (input, { scope }, deps) => {
    const { row, arn } = rotatedWhenDue(ownKeyOf(input.KeyId, scope, deps), deps);
    const all = row.materials.map((material, place) => ({ material, place }));
    const wanted = input.IncludeKeyMaterial === 'ALL_KEY_MATERIAL' ? all : all.filter(({ material }) => material.rotated);
    const { items, more } = pageOf(wanted, ({ place }) => String(place).padStart(6, '0'), input, 1000);
    return {
      Rotations: items.map(({ material, place }) => ({
        KeyId: arn,
        KeyMaterialId: material.id,
        KeyMaterialState: place === all.length - 1 ? 'CURRENT' : 'NON_CURRENT',
        ...(material.rotated && { RotationDate: new Date(material.createdAt), RotationType: material.rotated }),
      })),
      ...more,
    };
  },
};
