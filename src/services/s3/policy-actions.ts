import type { AccessRule, Caller, Unsupported } from '#core';
import { bucketArn, objectArn } from './names.ts';

/** What an action is asked for. Names are in lower case: policies write them in any. */
export type PolicyActions = ReadonlyMap<string, 'bucket' | 'object'>;

const SCOPE = { partition: 'aws', account: '000000000000', region: 'us-east-1' };
const CALLER: Caller = { kind: 'root', partition: SCOPE.partition, account: SCOPE.account, arn: '', userId: '' };
const AT = { Bucket: 'b', Key: 'k', CopySource: 'b/k' };
/** Requests that ask for every action that an operation may ask for. */
const ASKING = [
  AT,
  { ...AT, VersionId: 'v', Tagging: '', ACL: 'private', ObjectLockMode: 'GOVERNANCE', ObjectLockLegalHoldStatus: 'ON' },
];

/** The actions that the operations themselves ask for; what none of them asks for is not there. */
export function policyActions(
  operations: Readonly<Record<string, { readonly access: AccessRule<never> } | Unsupported>>,
): PolicyActions {
  const found = new Map<string, 'bucket' | 'object'>();
  for (const entry of Object.values(operations)) {
    if ('unsupported' in entry) continue;
    for (const input of ASKING) {
      const asked = entry.access(input as never, SCOPE, CALLER);
      for (const { action = '', resource } of asked === 'open' ? [] : [asked].flat()) {
        if (resource === bucketArn(SCOPE, AT.Bucket)) found.set(action.toLowerCase(), 'bucket');
        else if (resource === objectArn(SCOPE, AT.Bucket, AT.Key)) found.set(action.toLowerCase(), 'object');
      }
    }
  }
  return found;
}
