import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { mayPass } from '../access.ts';
import { bucketOf } from '../configuration.ts';
import type { ControlDeps } from '../deps.ts';
import { begunOnSnapshot, enhancedSnapshot, onSnapshot, pendingOn, snapshotArn } from '../enhanced.ts';
import { exportNotReady, oneExportAtATime, transferRoleNotAssumable } from '../enhanced-errors.ts';
import { customerKeysUnsupported } from '../errors.ts';

export const exportSnapshot: Operation<api.ExportSnapshotRequest, api.ExportSnapshotResponse, ControlDeps> = {
  access: onSnapshot,
  async run(input, call, deps) {
    const { scope } = call;
    const { SnapshotName: name, ExportDestinationConfiguration: to } = input;
    const { ExportRoleArn: roleArn, DestinationS3PrefixLocation: at } = to;
    const store = deps.tables.in(scope);
    mayPass(call, roleArn);
    bucketOf(at.BucketARN);
    if (to.DestinationEncryptionConfiguration?.KeyType === 'CUSTOMER_MANAGED_KEY') throw customerKeysUnsupported();
    const exportable = () => {
      const { status } = enhancedSnapshot(store, name);
      if (status !== 'READY') throw exportNotReady(name, status);
      if (pendingOn(store, name, 'ExportSnapshot').length > 0) throw oneExportAtATime(name);
    };
    exportable();
    const trusted = await deps.roleTrust.trusts({ scope, roleArn, applicationArn: snapshotArn(scope, name) });
    if (!trusted) throw transferRoleNotAssumable(roleArn);
    const operation = store.transaction(() => {
      exportable();
      const location = { bucketArn: at.BucketARN, prefix: at.KeyPrefix };
      return begunOnSnapshot(store, name, 'ExportSnapshot', deps, { roleArn, location });
    });
    deps.wakeVault();
    return { SnapshotOperationId: operation.operationId, SnapshotOperationStatus: operation.status };
  },
};
