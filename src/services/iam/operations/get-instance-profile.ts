import { onProfile } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { findProfile } from '../instance-profiles.ts';
import { profileShape } from '../shapes.ts';

export const getInstanceProfile: IamOperation<'GetInstanceProfile'> = {
  access: onProfile,
  run: (input, call, deps) => {
    const row = findProfile(input.InstanceProfileName, call, deps);
    return { InstanceProfile: { ...profileShape(call.scope, row, deps.store.in(call.scope)), Tags: row.tags } };
  },
};
