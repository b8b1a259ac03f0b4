import { HEX } from '#core';
import { onStream } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { streamExists } from '../errors.ts';

export const createLogStream: LogsOperation<'CreateLogStream'> = {
  access: ({ logGroupName, logStreamName }, scope) => onStream(scope, logGroupName, logStreamName),
  run: ({ logGroupName, logStreamName }, { scope }, { store, clock, ids }) => {
    store.group(scope, logGroupName);
    const streams = store.streams(scope);
    if (streams.get(logGroupName, logStreamName)) throw streamExists();
    streams.put([logGroupName, logStreamName], { name: logStreamName, createdAt: clock.millis(), folder: ids.text(20, HEX) });
    return {};
  },
};
