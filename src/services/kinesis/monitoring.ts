import type { EnhancedMonitoringOutput, MetricsName } from '#api/kinesis';
import type { Call } from '#core';
import type { StreamNaming } from './address.ts';
import { change } from './change.ts';
import type { KinesisDeps } from './deps.ts';

const METRICS: readonly MetricsName[] = [
  'IncomingBytes',
  'IncomingRecords',
  'OutgoingBytes',
  'OutgoingRecords',
  'WriteProvisionedThroughputExceeded',
  'ReadProvisionedThroughputExceeded',
  'IteratorAgeMilliseconds',
];

/** `ALL` spelled out, in the order of the model. */
export const spelledOut = (names: readonly MetricsName[]): MetricsName[] =>
  names.includes('ALL') ? [...METRICS] : METRICS.filter((name) => names.includes(name));

/** Notes which metrics of single shards are wanted, and answers what was and what will be. */
export function changeMetrics(
  input: StreamNaming,
  call: Call,
  deps: KinesisDeps,
  how: (current: readonly MetricsName[]) => MetricsName[],
): EnhancedMonitoringOutput {
  let before: readonly MetricsName[] = [];
  const { row, arn } = change(input, call, deps, (stream) => {
    before = stream.row.metrics;
    const metrics = how(before);
    // aws: what changes nothing leaves the stream ACTIVE — recorded in radkawar/stackd, controls.json
    return metrics.length === before.length ? stream.row : { ...stream.row, metrics };
  });
  return { StreamName: row.name, StreamARN: arn, CurrentShardLevelMetrics: before, DesiredShardLevelMetrics: row.metrics };
}
