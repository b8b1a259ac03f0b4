import { tagContext, within } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { findDevice, onDevice, putDevice } from '../mfa-devices.ts';
import { EXACT_CASE, withTags } from '../tags.ts';

export const tagMFADevice: IamOperation<'TagMFADevice'> = {
  access: (input) => within(onDevice(input), tagContext(input)),
  run: (input, call, deps) => {
    const row = findDevice(input, call, deps);
    putDevice({ ...row, tags: withTags(EXACT_CASE, row.tags, input.Tags) }, call, deps);
    return {};
  },
};
