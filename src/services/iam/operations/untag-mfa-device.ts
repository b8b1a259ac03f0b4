import { tagContext, within } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { findDevice, onDevice, putDevice } from '../mfa-devices.ts';
import { EXACT_CASE, withoutTags } from '../tags.ts';

export const untagMFADevice: IamOperation<'UntagMFADevice'> = {
  access: (input) => within(onDevice(input), tagContext(input)),
  run: (input, call, deps) => {
    const row = findDevice(input, call, deps);
    putDevice({ ...row, tags: withoutTags(EXACT_CASE, row.tags, input.TagKeys) }, call, deps);
    return {};
  },
};
