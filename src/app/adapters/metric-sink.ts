import type { MetricSink } from '#engine';
import type { CloudWatch } from '#services/cloudwatch';

// aws: namespace — developer guide, metrics-dimensions
const NAMESPACE = 'AWS/KinesisAnalytics';
/** aws: data in one PutMetricData — API reference */
const AT_ONCE = 1000;

/** What applications measure goes to CloudWatch metrics as the service's own: no role needs a permission for it. */
export function metricSink(cloudwatch: CloudWatch): MetricSink {
  return {
    put(scope, at, measured) {
      const data = measured.map(({ name, unit, dimensions, count, sum, min, max }) => ({
        MetricName: name,
        Timestamp: at,
        Unit: unit,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        StatisticValues: { SampleCount: count, Sum: sum, Minimum: min, Maximum: max },
      }));
      for (let i = 0; i < data.length; i += AT_ONCE) cloudwatch.publish(scope, NAMESPACE, data.slice(i, i + AT_ONCE));
    },
  };
}
