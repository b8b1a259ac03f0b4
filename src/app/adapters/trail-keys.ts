import type { DescribeKeyResponse } from '#api/kms';
import { AwsError, type Caller } from '#core';
import type { Invoke } from '#gateway';
import { type TrailKeys, trailPrincipal } from '#services/cloudtrail';

/** CloudTrail looks at a key of KMS: the key's policy decides what it may know. */
export function trailKeys(invoke: Invoke): TrailKeys {
  return {
    async find({ scope, trailArn }, KeyId) {
      const { partition, account } = scope;
      // whoever may not look at a key is not told whether there is one: for that, it is the trail's account that looks
      const owner: Caller = { kind: 'root', partition, account, arn: `arn:${partition}:iam::${account}:root`, userId: account };
      await invoke('kms', 'DescribeKey', { KeyId }, { caller: owner, scope, silent: true }).catch((failure: unknown) => {
        if (failure instanceof AwsError && failure.code === 'AccessDeniedException') return;
        throw failure;
      });
      const context = { 'aws:SourceArn': trailArn, 'aws:SourceAccount': account };
      const as = { caller: trailPrincipal(partition), scope, context };
      const { KeyMetadata: key } = (await invoke('kms', 'DescribeKey', { KeyId }, as)) as DescribeKeyResponse;
      if (key?.Arn === undefined) throw new Error('KMS described no key');
      return { keyArn: key.Arn, state: key.KeyState ?? 'Unavailable' };
    },
  };
}
