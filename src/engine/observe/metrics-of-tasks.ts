import {
  type Figure,
  type Measured,
  NO_WATERMARK,
  OF_KAFKA,
  OF_OPERATORS_ONLY,
  OF_TASKS,
  type Task,
  type Together,
  type Unit,
} from './metrics.ts';
import { dimensionOf, type Named, named, operatorNamed } from './metrics-naming.ts';

export type Level = 'APPLICATION' | 'TASK' | 'OPERATOR' | 'PARALLELISM';

/** A task with what was measured in it. */
export interface TaskFigures {
  readonly task: Task;
  /** Over all subtasks. */
  readonly figures: readonly Figure[];
  /** Of single subtasks, `0.numRecordsIn`; only where the level asks for them. */
  readonly subtasks: readonly Figure[];
}

/** How fine a level is; a finer one includes the coarser. — developer guide, cloudwatch-logs */
const FINENESS: Readonly<Record<Level, number>> = { APPLICATION: 0, TASK: 1, OPERATOR: 2, PARALLELISM: 3 };
export const isLevel = (level: string): level is Level => Object.hasOwn(FINENESS, level);

/** The figures of all tasks under AWS's names, at every level that is published. */
export function ofTasks(all: readonly TaskFigures[], application: string, level: Level): Measured[] {
  const gathering = new Gathering();
  for (const { task, figures, subtasks } of all) {
    const of = { Application: application, Task: dimensionOf(task.name) };
    for (const figure of figures) {
      const what = named(figure.id);
      if (what) add(gathering, what, figure, task, of, level);
    }
    for (const figure of level === 'PARALLELISM' ? subtasks : []) {
      const dot = figure.id.indexOf('.');
      const what = named(figure.id.slice(dot + 1));
      if (what) addSubtask(gathering, what, figure, figure.id.slice(0, dot), task, of);
    }
  }
  return gathering.measured();
}

type Place = { readonly Application: string; readonly Task: string };

function add(gathering: Gathering, what: Named, figure: Figure, task: Task, of: Place, level: Level): void {
  const { unit, together } = ruleOf(what);
  const subtasks = task.parallelism;
  const put = (dimensions: Record<string, string>): void =>
    gathering.add(what.name, unit, together, { ...dimensions, ...extra(what) }, figure, subtasks);
  // aws: offsets are told by topic, and by partition at the finest level — developer guide, metrics-dimensions
  if (what.kind === 'shard' || what.kind === 'partition') {
    put({ Application: of.Application });
    return;
  }
  const fine = FINENESS[level];
  const Operator = what.operator === undefined ? undefined : operatorNamed(what.operator, task.name);
  // ours: an application's records are those of its operators, which every job has; its times those of its tasks
  const users = what.kind === 'custom' || what.kind === 'kafka';
  const ofApplication = users || (together === 'each' ? Operator === undefined : Operator !== undefined);
  if (ofApplication) put({ Application: of.Application });
  if (fine >= FINENESS.TASK && (Operator === undefined || users || OF_OPERATORS_ONLY.includes(what.name))) put(of);
  if (fine >= FINENESS.OPERATOR && Operator !== undefined) put({ ...of, Operator });
}

function addSubtask(gathering: Gathering, what: Named, figure: Figure, subtask: string, task: Task, of: Place): void {
  const { unit, together } = ruleOf(what);
  const operator = what.operator === undefined ? {} : { Operator: operatorNamed(what.operator, task.name) };
  const place =
    what.kind === 'partition'
      ? { Application: of.Application, Partition: what.groups['partition'] ?? '' }
      : what.kind === 'shard'
        ? { Application: of.Application, ShardId: what.groups['shardId'] ?? '' }
        : { ...of, ...operator };
  gathering.add(what.name, unit, together, { ...place, ...extra(what), Parallelism: subtask }, figure, 1);
}

function ruleOf(what: Named): { readonly unit: Unit; readonly together: Together } {
  if (what.kind === 'shard') return { unit: what.name === 'millisBehindLatest' ? 'Milliseconds' : 'Bytes', together: 'each' };
  if (what.kind === 'partition') return { unit: 'None', together: 'total' };
  const known =
    what.kind === 'flink'
      ? OF_TASKS[what.name]
      : what.kind === 'custom'
        ? undefined
        : OF_KAFKA.find(([, name]) => name === what.name)?.[2];
  return known ?? { unit: 'None', together: 'total' };
}

/** aws: lag is told by stream: Id, and Flow: Input — AWS's example dashboard. Ours: so are the offsets of a topic. */
function extra({ kind, groups }: Named): Record<string, string> {
  if (kind === 'shard') return { Id: groups['stream'] ?? '', Flow: 'Input' };
  return kind === 'partition' ? { Id: groups['topic'] ?? '', Flow: 'Input' } : groups;
}

/** Figures of the same name and dimensions become one measurement. */
class Gathering {
  readonly #all = new Map<string, Measured & { readonly together: Together }>();

  add(name: string, unit: Unit, together: Together, dimensions: Record<string, string>, figure: Figure, subtasks: number): void {
    if (together === 'least' && figure.min <= NO_WATERMARK) return;
    const key = JSON.stringify([name, dimensions]);
    const there = this.#all.get(key);
    const one = single(together, figure, subtasks);
    this.#all.set(key, { name, unit, dimensions, together, ...(there ? joined(together, there, one) : one) });
  }

  measured(): Measured[] {
    return [...this.#all.values()].map(({ together: _, ...measured }) => measured);
  }
}

type Samples = Pick<Measured, 'count' | 'sum' | 'min' | 'max'>;

const same = (value: number): Samples => ({ count: 1, sum: value, min: value, max: value });

function single(together: Together, { sum, min, max }: Figure, subtasks: number): Samples {
  if (together === 'each') return { count: subtasks, sum, min, max };
  return same(together === 'total' ? sum : min);
}

function joined(together: Together, a: Samples, b: Samples): Samples {
  if (together === 'total') return same(a.sum + b.sum);
  if (together === 'least') return same(Math.min(a.min, b.min));
  return { count: a.count + b.count, sum: a.sum + b.sum, min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}
