import { onProfile } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { findProfile } from '../instance-profiles.ts';
import { listTags } from '../tags.ts';

export const listInstanceProfileTags: IamOperation<'ListInstanceProfileTags'> = {
  access: onProfile,
  run: (input, call, deps) => listTags(findProfile(input.InstanceProfileName, call, deps).tags, input),
};
