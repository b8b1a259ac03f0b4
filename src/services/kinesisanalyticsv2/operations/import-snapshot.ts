import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { mayPass } from '../access.ts';
import { bucketOf } from '../configuration.ts';
import type { ControlDeps } from '../deps.ts';
import { begunOnSnapshot, checkFree, madeAnswer, onSnapshot, snapshotArn } from '../enhanced.ts';
import { transferRoleNotAssumable } from '../enhanced-errors.ts';
import { customerKeysUnsupported } from '../errors.ts';
import type { EnhancedSnapshotRow } from '../rows.ts';
import { tagged } from '../tags.ts';

export const importSnapshot: Operation<api.ImportSnapshotRequest, api.ImportSnapshotResponse, ControlDeps> = {
  access: (input, scope) => [
    onSnapshot(input, scope),
    ...(input.Tags?.length ? [{ action: 'kinesisanalytics:TagResource', ...onSnapshot(input, scope) }] : []),
  ],
  async run(input, call, deps) {
    const { scope } = call;
    const { SnapshotName: name, ImportSourceConfiguration: from } = input;
    const { ImportRoleArn: roleArn, SourceS3PrefixLocation: at } = from;
    const store = deps.tables.in(scope);
    mayPass(call, roleArn);
    bucketOf(at.BucketARN);
    const keys = [from.SourceEncryptionConfiguration, input.DestinationEncryptionConfiguration];
    if (keys.some((key) => key?.KeyType === 'CUSTOMER_MANAGED_KEY')) throw customerKeysUnsupported();
    const tags = tagged({}, input.Tags ?? [], deps.limits);
    checkFree(store, name);
    const arn = snapshotArn(scope, name);
    if (!(await deps.roleTrust.trusts({ scope, roleArn, applicationArn: arn }))) throw transferRoleNotAssumable(roleArn);
    const made = store.transaction(() => {
      checkFree(store, name);
      const imported = { bucketArn: at.BucketARN, prefix: at.KeyPrefix };
      const row: EnhancedSnapshotRow = {
        name,
        arn,
        status: 'CREATING',
        createdAt: deps.clock.millis(),
        initiator: 'USER',
        initiatorOperation: 'ImportSnapshot',
        ...(input.SnapshotDescription !== undefined && { description: input.SnapshotDescription }),
        tags,
        imported,
        // Never used again, so that what a crash left behind is nobody else's.
        directory: deps.ids.uuid(),
      };
      store.enhanced.put([name], row);
      return { row, operation: begunOnSnapshot(store, name, 'ImportSnapshot', deps, { roleArn, location: imported }) };
    });
    deps.wakeVault();
    return madeAnswer(made);
  },
};
