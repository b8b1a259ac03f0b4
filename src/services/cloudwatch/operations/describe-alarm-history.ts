import { alarmArn } from '../access.ts';
import type { CloudWatchOperation } from '../deps.ts';
import { placeOf, tokenOf } from '../page-token.ts';

const PAGE = 100;

export const describeAlarmHistory: CloudWatchOperation<'DescribeAlarmHistory'> = {
  access: ({ AlarmName = '*' }, scope) => ({ resource: alarmArn(scope, AlarmName) }),
  run: (input, { scope }, { alarms }) => {
    const { AlarmName, AlarmTypes, HistoryItemType, StartDate, EndDate, MaxRecords = PAGE, NextToken } = input;
    const found = alarms.store.history(scope, {
      alarm: AlarmName,
      // aws: without types only metric alarms are told — API reference, DescribeAlarmHistory, AlarmTypes
      kinds: AlarmTypes ?? ['MetricAlarm'],
      type: HistoryItemType,
      from: StartDate?.getTime() ?? 0,
      until: EndDate?.getTime() ?? Number.MAX_SAFE_INTEGER,
      newestFirst: input.ScanBy !== 'TimestampAscending',
      after: NextToken === undefined ? undefined : placeOf(NextToken),
      limit: MaxRecords + 1,
    });
    const page = found.slice(0, MaxRecords);
    const last = page.at(-1);
    return {
      AlarmHistoryItems: page.map(({ alarm, kind, type, at, summary, data }) => ({
        AlarmName: alarm,
        AlarmType: kind,
        Timestamp: new Date(at),
        HistoryItemType: type,
        HistorySummary: summary,
        HistoryData: data,
      })),
      ...(last && found.length > page.length && { NextToken: tokenOf(last.place) }),
    };
  },
};
