import { onStream } from '../address.ts';
import type { LogsOperation } from '../deps.ts';

export const deleteLogStream: LogsOperation<'DeleteLogStream'> = {
  access: ({ logGroupName, logStreamName }, scope) => onStream(scope, logGroupName, logStreamName),
  run: async ({ logGroupName, logStreamName }, { scope }, { store }) => {
    const { group, stream } = store.stream(scope, logGroupName, logStreamName);
    await store.deleteStream(scope, group, stream);
    return {};
  },
};
