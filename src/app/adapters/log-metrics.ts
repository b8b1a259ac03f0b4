import type { StandardUnit } from '#api/cloudwatch';
import type { CloudWatch } from '#services/cloudwatch';
import type { MetricSink } from '#services/logs';

/** aws: different values of one datum — API reference, MetricDatum */
const VALUES = 150;

/** Metric filters publish as the service: the one who writes the events needs no right to. */
export function logMetrics(cloudwatch: CloudWatch): MetricSink {
  return {
    put(place, namespace, sightings) {
      for (const { name, unit, dimensions, at, values } of sightings) {
        const all = [...values];
        for (let i = 0; i < all.length; i += VALUES) {
          const some = all.slice(i, i + VALUES);
          const datum = {
            MetricName: name,
            Unit: unit as StandardUnit,
            Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
            Timestamp: new Date(at),
            Values: some.map(([value]) => value),
            Counts: some.map(([, count]) => count),
          };
          cloudwatch.publish(place, namespace, [datum]);
        }
      }
    },
  };
}
