import { tagContext, within } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { newId } from '../entities.ts';
import { profileExists, quota } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { profileShape } from '../shapes.ts';
import { type InstanceProfileRow, iamArn } from '../store.ts';
import { EXACT_CASE, newTags } from '../tags.ts';

export const createInstanceProfile: IamOperation<'CreateInstanceProfile'> = {
  access: (input, scope) =>
    within(
      { resource: iamArn(scope, 'instance-profile', { path: input.Path, name: input.InstanceProfileName }) },
      tagContext(input),
    ),
  run: (input, call, deps) => {
    const rows = deps.store.in(call.scope);
    if (rows.profiles.get(input.InstanceProfileName)) throw profileExists(input.InstanceProfileName);
    if (rows.profiles.count() >= LIMITS.instanceProfiles) throw quota('InstanceProfilesPerAccount', LIMITS.instanceProfiles);
    const row: InstanceProfileRow = {
      name: input.InstanceProfileName,
      path: input.Path ?? '/',
      id: newId('instance-profile', deps.ids),
      createdAt: deps.clock.millis(),
      tags: newTags(EXACT_CASE, input.Tags),
      roles: [],
    };
    rows.profiles.put(row);
    return { InstanceProfile: { ...profileShape(call.scope, row, rows), ...(row.tags.length ? { Tags: row.tags } : {}) } };
  },
};
