import type { Figure, Measured, Unit } from './metrics.ts';

const HEAP_USED = 'Status.JVM.Memory.Heap.Used';
const HEAP_MAX = 'Status.JVM.Memory.Heap.Max';
const THREADS = 'Status.JVM.Threads.Count';
const MANAGED_USED = 'Status.Flink.Memory.Managed.Used';
const MANAGED_TOTAL = 'Status.Flink.Memory.Managed.Total';
/** The collectors of the old generation, by JVM flag: G1, Serial, Parallel. */
const OLD = ['G1_Old_Generation', 'MarkSweepCompact', 'PS_MarkSweep'].map((name) => `Status.JVM.GarbageCollector.${name}`);

/** What is asked of all TaskManagers at once; what a JVM does not have is not answered. */
export const WORKER_METRICS: readonly string[] = [
  ...[HEAP_USED, HEAP_MAX, THREADS, MANAGED_USED, MANAGED_TOTAL],
  ...OLD.flatMap((collector) => [`${collector}.Count`, `${collector}.Time`]),
];

/** TaskManagers' figures under AWS's names. aws: one sample of the heap per TaskManager — developer guide, metrics-dimensions */
export function ofWorkers(figures: readonly Figure[], dimensions: Measured['dimensions']): Measured[] {
  const known = new Map(figures.map((figure) => [figure.id, figure]));
  const threads = known.get(THREADS);
  const workers = threads && threads.mean > 0 ? Math.round(threads.sum / threads.mean) : 1;
  const measured: Measured[] = [];
  const total = (name: string, unit: Unit, value: number | undefined) => {
    if (value === undefined) return;
    measured.push({ name, unit, dimensions, count: 1, sum: value, min: value, max: value });
  };
  const percent = (name: string, { sum, min, max }: Figure, whole: number) => {
    const [all, least, most] = [(sum * 100) / whole, (min * 100) / whole, (max * 100) / whole];
    measured.push({ name, unit: 'Percent', dimensions, count: workers, sum: all, min: least, max: most });
  };
  const [used, heap] = [known.get(HEAP_USED), known.get(HEAP_MAX)];
  // TaskManagers of one cluster are of one size
  if (used && heap && heap.max > 0) percent('heapMemoryUtilization', used, heap.max);
  total('threadsCount', 'Count', threads?.sum);
  const [managed, managedTotal] = [known.get(MANAGED_USED), known.get(MANAGED_TOTAL)];
  total('managedMemoryUsed', 'Bytes', managed?.sum);
  total('managedMemoryTotal', 'Bytes', managedTotal?.sum);
  if (managed && managedTotal && managedTotal.sum > 0) {
    total('managedMemoryUtilization', 'Percent', (managed.sum * 100) / managedTotal.sum);
  }
  const collector = OLD.find((each) => known.has(`${each}.Count`));
  total('oldGenerationGCCount', 'Count', known.get(`${collector}.Count`)?.sum);
  total('oldGenerationGCTime', 'Milliseconds', known.get(`${collector}.Time`)?.sum);
  return measured;
}
