import { array, type Json, number, object, present, string } from '../flink-rest/json.ts';
import { type Figure, NO_WATERMARK } from '../observe/metrics.ts';
import { named, operatorIn } from '../observe/metrics-naming.ts';
import type { Edge, JobGraph, Operator, ShardLag, Share, Vertex } from '../shapes.ts';

const OF_TASK = [
  'numRecordsInPerSecond',
  'numRecordsOutPerSecond',
  'numBytesInPerSecond',
  'numBytesOutPerSecond',
  'busyTimeMsPerSecond',
  'idleTimeMsPerSecond',
  'backPressuredTimeMsPerSecond',
  'currentInputWatermark',
];
const OF_OPERATOR = /^[^.]+\.(numRecords(?:In|Out)(?:PerSecond)?|currentOutputWatermark)$/;

/** Those of all metrics of a task that the graph shows. */
export const metricNames = (all: readonly string[]): string[] =>
  all.filter((name) => OF_TASK.includes(name) || OF_OPERATOR.test(name) || named(name)?.kind === 'shard');

/** The ids of a job's vertices. */
export const tasksOf = (details: unknown): string[] =>
  array(object(details)['vertices']).flatMap((vertex) => string(object(vertex)['id']) ?? []);

export function jobGraphOf(
  body: unknown,
  figures: ReadonlyMap<string, readonly Figure[]>,
  known: { readonly restarts: number; readonly versionId: number; readonly at: number },
): JobGraph {
  const details = object(body);
  return {
    jobId: string(details['jid']) ?? '',
    name: string(details['name']) ?? '',
    state: string(details['state']) ?? '',
    ...present({ startedAt: past(details['start-time']), endedAt: past(details['end-time']) }),
    vertices: array(details['vertices']).map((vertex) => vertexOf(object(vertex), figures)),
    edges: array(object(details['plan'])['nodes']).flatMap((node) => edgesTo(object(node))),
    ...known,
  };
}

const edgesTo = (node: Json): Edge[] =>
  array(node['inputs']).flatMap((each) => {
    const input = object(each);
    const [source, target] = [string(input['id']), string(node['id'])];
    return source && target ? [{ source, target, ship: string(input['ship_strategy']) ?? '' }] : [];
  });

function vertexOf(vertex: Json, all: ReadonlyMap<string, readonly Figure[]>): Vertex {
  const id = string(vertex['id']) ?? '';
  const name = string(vertex['name']) ?? '';
  const figures = all.get(id) ?? [];
  const totals = object(vertex['metrics']);
  const figure = (metric: string) => figures.find((each) => each.id === metric);
  const share = (metric: string): Share | undefined => {
    const found = figure(metric);
    return found && { mean: found.mean, max: found.max };
  };
  const subtasks = Object.entries(object(vertex['tasks'])).flatMap(([state, count]) => {
    const some = number(count) ?? 0;
    return some > 0 ? [[state, some] as const] : [];
  });
  return {
    id,
    name,
    status: string(vertex['status']) ?? '',
    parallelism: number(vertex['parallelism']) ?? 0,
    subtasks: Object.fromEntries(subtasks),
    operators: operatorsOf(figures, name),
    ...present({
      maxParallelism: past(vertex['maxParallelism']),
      recordsIn: number(totals['read-records']),
      recordsOut: number(totals['write-records']),
      bytesIn: number(totals['read-bytes']),
      bytesOut: number(totals['write-bytes']),
      recordsInPerSecond: figure('numRecordsInPerSecond')?.sum,
      recordsOutPerSecond: figure('numRecordsOutPerSecond')?.sum,
      bytesInPerSecond: figure('numBytesInPerSecond')?.sum,
      bytesOutPerSecond: figure('numBytesOutPerSecond')?.sum,
      busy: share('busyTimeMsPerSecond'),
      idle: share('idleTimeMsPerSecond'),
      backpressured: share('backPressuredTimeMsPerSecond'),
      watermark: watermarkOf(figures),
      lags: lagsOf(figures),
    }),
  };
}

/** Of what comes in; a source has none, and tells what it sends out. */
function watermarkOf(figures: readonly Figure[]): number | undefined {
  const into = figures.find(({ id }) => id === 'currentInputWatermark')?.min;
  if (into !== undefined && into > NO_WATERMARK) return into;
  const out = figures.filter(({ id, min }) => id.endsWith('.currentOutputWatermark') && min > NO_WATERMARK).map(({ min }) => min);
  return out.length > 0 ? Math.min(...out) : undefined;
}

function lagsOf(figures: readonly Figure[]): ShardLag[] | undefined {
  const lags = figures.flatMap(({ id, max }) => {
    const of = named(id);
    if (of?.kind !== 'shard') return [];
    const { stream = '', shardId = '' } = of.groups;
    // Flink says -1 before the first reading
    return max < 0 ? [] : [{ stream, shardId, behindMs: max }];
  });
  return lags.length === 0 ? undefined : lags.sort((a, b) => b.behindMs - a.behindMs || a.shardId.localeCompare(b.shardId));
}

const MEMBERS: Readonly<Record<string, keyof Operator>> = {
  numRecordsIn: 'recordsIn',
  numRecordsOut: 'recordsOut',
  numRecordsInPerSecond: 'recordsInPerSecond',
  numRecordsOutPerSecond: 'recordsOutPerSecond',
};

/** In the order of the chain, as far as the task's name tells it. */
function operatorsOf(figures: readonly Figure[], task: string): Operator[] {
  const found = new Map<string, Operator>();
  for (const { id, sum } of figures) {
    const dot = id.indexOf('.');
    const member = MEMBERS[id.slice(dot + 1)];
    if (dot < 0 || !member) continue;
    const name = operatorIn(task, id.slice(0, dot));
    found.set(name, { ...(found.get(name) ?? { name }), [member]: sum });
  }
  const place = (name: string) => {
    const at = task.indexOf(name);
    return at < 0 ? task.length : at;
  };
  return [...found.values()].sort((a, b) => place(a.name) - place(b.name));
}

const past = (value: unknown): number | undefined => {
  const time = number(value);
  return time !== undefined && time > 0 ? time : undefined;
};
