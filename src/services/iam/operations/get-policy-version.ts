import { onPolicy } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { knownVersion } from '../own-policies.ts';
import { encoded, versionShape } from '../shapes.ts';

export const getPolicyVersion: IamOperation<'GetPolicyVersion'> = {
  access: onPolicy,
  run: (input, call, deps) => {
    const { row, version } = knownVersion(input, call, deps);
    return { PolicyVersion: { ...versionShape(version, row.defaultVersion), Document: encoded(version.document) } };
  },
};
