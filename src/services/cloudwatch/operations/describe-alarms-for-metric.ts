import type { Dimension } from '#api/cloudwatch';
import { onAllAlarms } from '../access.ts';
import { metricAlarm } from '../alarms/wire.ts';
import type { CloudWatchOperation } from '../deps.ts';

const text = (dimensions: readonly Dimension[] = []): string =>
  JSON.stringify(dimensions.map(({ Name, Value }) => [Name, Value]).sort());

export const describeAlarmsForMetric: CloudWatchOperation<'DescribeAlarmsForMetric'> = {
  access: onAllAlarms,
  run: (input, { scope }, { alarms }) => {
    const dimensions = text(input.Dimensions);
    const MetricAlarms = alarms.store
      .alarms(scope)
      .list()
      .filter((row) => row.kind === 'MetricAlarm')
      .filter(
        ({ settings }) =>
          settings.MetricName === input.MetricName &&
          settings.Namespace === input.Namespace &&
          text(settings.Dimensions) === dimensions,
      )
      .filter(({ settings }) =>
        (['Statistic', 'ExtendedStatistic', 'Period', 'Unit'] as const).every(
          (name) => input[name] === undefined || input[name] === settings[name],
        ),
      )
      .map(metricAlarm);
    return { MetricAlarms };
  },
};
