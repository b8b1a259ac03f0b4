import { onNamespace } from '../access.ts';
import { dataOf } from '../datum.ts';
import type { CloudWatchOperation } from '../deps.ts';
import * as errors from '../errors.ts';

export const putMetricData: CloudWatchOperation<'PutMetricData'> = {
  access: ({ Namespace }) => onNamespace(Namespace),
  run: ({ Namespace, MetricData, EntityMetricData }, call, { store, clock }) => {
    // aws: namespaces of its own are reserved for AWS — SDK for Java developer guide, "Publish custom metric data"
    if (Namespace.startsWith('AWS/')) throw errors.reservedNamespace();
    if (!MetricData && !EntityMetricData) throw errors.noData();
    const now = clock.millis();
    // entities only relate metrics to services; the samples are the metric's all the same
    const data = [
      ...dataOf(Namespace, MetricData ?? [], now),
      ...(EntityMetricData ?? []).flatMap((each, i) =>
        dataOf(Namespace, each.MetricData ?? [], now, `EntityMetricData.member.${i + 1}.MetricData`),
      ),
    ];
    store.put(call.scope, data);
    return {};
  },
};
