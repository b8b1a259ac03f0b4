import { onPolicy } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { knownPolicy } from '../own-policies.ts';
import { page } from '../pages.ts';
import { versionShape } from '../shapes.ts';
import type { PolicyVersionRow } from '../store.ts';

/** A key that puts the newest version first. */
const newestFirst = ({ id }: PolicyVersionRow): string => String(1e9 - Number(id.slice(1)));

export const listPolicyVersions: IamOperation<'ListPolicyVersions'> = {
  access: onPolicy,
  run: (input, call, deps) => {
    const { row } = knownPolicy(input.PolicyArn, call, deps);
    const { items, more } = page([...row.versions].reverse(), newestFirst, input);
    return { Versions: items.map((version) => versionShape(version, row.defaultVersion)), ...more };
  },
};
