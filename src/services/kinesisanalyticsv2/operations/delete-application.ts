import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { onApplication } from '../access.ts';
import type { ControlDeps } from '../deps.ts';
import { cannotDelete, differentCreateTimestamp } from '../errors.ts';
import { ordered } from '../orders.ts';

const DELETABLE: ReadonlySet<string> = new Set(['READY', 'RUNNING', 'ROLLED_BACK']);

export const deleteApplication: Operation<api.DeleteApplicationRequest, api.DeleteApplicationResponse, ControlDeps> = {
  access: onApplication,
  run(input, { scope }, deps) {
    const store = deps.tables.in(scope);
    const name = input.ApplicationName;
    store.transaction(() => {
      const row = store.application(name);
      // aws: Terraform sends the timestamp cut to whole seconds, so only they are compared — terraform-provider-aws
      if (Math.floor(input.CreateTimestamp.getTime() / 1000) !== Math.floor(row.createdAt / 1000))
        throw differentCreateTimestamp(name);
      // aws: a RUNNING application can be deleted — model, terraform acceptance tests; transient statuses unverified
      if (!DELETABLE.has(row.status)) throw cannotDelete(row.status);
      store.putApplication(ordered(row, 'DELETING', { kind: 'delete', wasRunning: row.status === 'RUNNING' }));
    });
    deps.wake({ scope, name });
    return {};
  },
};
