import { onStream } from '../address.ts';
import type { LogsOperation } from '../deps.ts';

export const deleteLogStream: LogsOperation<'DeleteLogStream'> = {
  access: ({ logGroupName, logStreamName }, scope) => onStream(scope, logGroupName, logStreamName),
  run: async ({ logGroupName, logStreamName }, { scope }, { store }) => {
    const stream = store.stream(scope, logGroupName, logStreamName);
    const log = await store.events(store.group(scope, logGroupName), stream);
    store.streams(scope).delete(logGroupName, logStreamName);
    // all files of the stream go now, its empty folder goes with the group
    await log.trim(Number.MAX_SAFE_INTEGER);
    return {};
  },
};
