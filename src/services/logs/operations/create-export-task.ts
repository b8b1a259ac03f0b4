import { onGroup } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { bucketMissing, endsBeforeStart, limitExceeded, mayNotPut, mayNotReadAcl } from '../errors.ts';
import { bucketOf } from '../exports.ts';
import { isActive } from './describe-export-tasks.ts';

/** aws: where nobody says otherwise — API reference, CreateExportTask */
const PREFIX = 'exportedlogs';

export const createExportTask: LogsOperation<'CreateExportTask'> = {
  access: ({ logGroupName }, scope) => onGroup(scope, logGroupName),
  run: async (input, { scope }, { store, clock, ids, files, exports }) => {
    const { taskName, logGroupName, logStreamNamePrefix, from, to, destination, destinationPrefix = PREFIX } = input;
    store.group(scope, logGroupName);
    if (to < from) throw endsBeforeStart();
    const task = {
      taskId: ids.uuid(),
      taskName,
      scope: { partition: scope.partition, account: scope.account, region: scope.region },
      logGroupName,
      logStreamNamePrefix,
      from,
      to,
      destination,
      destinationPrefix,
      code: 'PENDING' as const,
      createdAt: clock.millis(),
    };
    const bucket = bucketOf(task);
    if (!(await files.exists(bucket))) throw bucketMissing();
    if (!(await files.mayReadAcl(bucket))) throw mayNotReadAcl();
    // aws: whether it may write is tried with this object — CloudWatch Logs User Guide, "Export log data to Amazon S3"
    const test = Buffer.from('Permission Check Successful');
    await files.put(bucket, `${destinationPrefix}/aws-logs-write-test`, test).catch(() => {
      throw mayNotPut();
    });
    store.group(scope, logGroupName); // it may have gone meanwhile
    // aws: one export of an account at a time — CloudWatch Logs quotas
    if (store.exports(scope).list().some(isActive)) throw limitExceeded();
    store.exports(scope).put([task.taskId], task);
    exports.wake();
    return { taskId: task.taskId };
  },
};
