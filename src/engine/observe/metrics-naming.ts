import { KAFKA_OFFSET, OF_KAFKA, OF_TASKS } from './metrics.ts';

/** What an id of a task's metric says: `Source__orders.numRecordsIn`, `numRecordsIn`, `map.kinesisanalytics.team.a.count`. */
export interface Named {
  readonly name: string;
  readonly kind: 'flink' | 'custom' | 'shard' | 'kafka' | 'partition';
  /** As REST spells it; undefined for the task's own. */
  readonly operator: string | undefined;
  /** Custom metrics: pairs of groups. Shards: `stream` and `shardId`. Partitions: `topic` and `partition`. */
  readonly groups: Readonly<Record<string, string>>;
}

/** aws: metrics of users are those in this group; further groups come in pairs — developer guide, monitoring-metrics-custom */
const CUSTOM = '.kinesisanalytics.';
/** aws: of a stream, and of a shard at the finest level — developer guide, metrics-dimensions */
const OF_SHARD = /\.(millisBehindLatest|bytesRequestedPerFetch)$/;

/** Undefined: not published. */
export function named(id: string): Named | undefined {
  if (Object.hasOwn(OF_TASKS, id)) return { name: id, kind: 'flink', operator: undefined, groups: {} };
  const custom = id.indexOf(CUSTOM);
  if (custom > 0) {
    const parts = id.slice(custom + CUSTOM.length).split('.');
    return { name: parts.at(-1) as string, kind: 'custom', operator: id.slice(0, custom), groups: pairs(parts.slice(0, -1)) };
  }
  const dot = id.indexOf('.');
  if (dot < 0) return undefined;
  const ofShard = OF_SHARD.exec(id)?.[1];
  if (ofShard !== undefined) {
    // the consumer's group comes before the pairs: KinesisConsumer.stream.<name>.shardId.<id>
    const parts = id.slice(dot + 1, -(ofShard.length + 1)).split('.');
    const groups = { ...pairs(parts), ...pairs(parts.slice(1)) };
    return groups['stream'] && groups['shardId']
      ? {
          name: ofShard,
          kind: 'shard',
          operator: id.slice(0, dot),
          groups: { stream: groups['stream'], shardId: groups['shardId'] },
        }
      : undefined;
  }
  const name = id.slice(dot + 1);
  const [, topic, partition, which] = KAFKA_OFFSET.exec(name) ?? [];
  if (topic !== undefined && partition !== undefined) {
    return { name: `${which}offsets`, kind: 'partition', operator: id.slice(0, dot), groups: { topic, partition } };
  }
  const kafka = OF_KAFKA.find(([end]) => end.test(name));
  if (kafka) return { name: kafka[1], kind: 'kafka', operator: id.slice(0, dot), groups: {} };
  return Object.hasOwn(OF_TASKS, name) ? { name, kind: 'flink', operator: id.slice(0, dot), groups: {} } : undefined;
}

function pairs(parts: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (let i = 0; i + 1 < parts.length; i += 2) found[parts[i] as string] = parts[i + 1] as string;
  return found;
}

/** aws: `Source: Kafka source` is `Source:_Kafka_source` in a dimension — developer guide, metrics-dimensions */
export const dimensionOf = (name: string): string => name.replaceAll(' ', '_').slice(0, 1024);

/** The name of an operator as its job has it: REST shows blanks, dots, commas and colons as underscores, the task's name shows them. */
export function operatorIn(task: string, restName: string): string {
  const parts = task.split(/ -> |[()[\]]|, /).map((part) => part.trim());
  return parts.find((part) => part.replace(/[ .:,]/g, '_') === restName) ?? restName;
}

export const operatorNamed = (restName: string, task: string): string => dimensionOf(operatorIn(task, restName));
