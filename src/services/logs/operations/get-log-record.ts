import type { LogsOperation } from '../deps.ts';
import { badPointer } from '../errors.ts';
import { fieldsOfEvent, pointedTo } from '../insights/record.ts';
import { readBlock } from '../reading.ts';

export const getLogRecord: LogsOperation<'GetLogRecord'> = {
  access: () => ({ resource: '*' }),
  run: async ({ logRecordPointer }, { scope }, { store }) => {
    const at = pointedTo(logRecordPointer);
    const group = at && store.groups(scope).get(at.group);
    const stream = at && store.streams(scope).get(at.group, at.stream);
    if (!group || stream?.folder !== at.folder) throw badPointer();
    const from = await store.reader(scope, group, stream);
    const { events } = await readBlock(from, at.index, {}, { maxRecords: 1 });
    const event = events.find(({ index }) => index === at.index);
    // what retention has let go of cannot be pointed to any more
    if (!event) throw badPointer();
    return { logRecord: fieldsOfEvent({ ...event, source: { scope, group, stream } }) };
  },
};
