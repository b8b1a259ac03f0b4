import type { ProcessLook, ProcessResources } from '../drivers/contract.ts';
import type { Measured, Unit } from './metrics.ts';

/** What the operating system tells of processes. */
export interface Containers {
  /** In milliseconds by process id. */
  cpuTimes(processes: readonly ProcessLook[]): Promise<ReadonlyMap<number, number>>;
  resources(processes: readonly ProcessLook[]): Promise<ReadonlyMap<number, ProcessResources>>;
  /** How much of the file system Flink writes to is in use. */
  diskPercent(): Promise<number | undefined>;
}

/** One look at an application's processes. */
export interface ContainersSeen {
  readonly jobManager: ProcessLook | undefined;
  readonly taskManagers: readonly ProcessLook[];
  readonly resources: ReadonlyMap<number, ProcessResources>;
  readonly diskPercent: number | undefined;
  /** CPU of each TaskManager in per cent of a KPU's share. */
  readonly shares: readonly number[];
  /** What Flink lets a TaskManager's process have. */
  readonly processBytes: number | undefined;
}

/** aws: one sample of each TaskManager — developer guide, metrics-dimensions */
export function ofContainers(seen: ContainersSeen, Application: string, Host: string): Measured[] {
  const { jobManager, taskManagers, resources, diskPercent, shares, processBytes } = seen;
  const percents = (name: string, values: readonly number[]) => measured(name, 'Percent', { Application }, values);
  const files = (name: string, process: ProcessLook | undefined, more: Record<string, string>) => {
    const { openFiles, maxFiles } = (process && resources.get(process.pid)) ?? {};
    if (openFiles === undefined || maxFiles === undefined) return [];
    const dimensions = { Application, Host, ...more };
    return [
      ...measured(`${name}FileDescriptorsMax`, 'Count', dimensions, [maxFiles]),
      ...measured(`${name}FileDescriptorsOpen`, 'Count', dimensions, [openFiles]),
    ];
  };
  const resident = taskManagers.flatMap(({ pid }) => resources.get(pid)?.residentBytes ?? []);
  return [
    // a container has nothing but the JVM: both are its process's share of a KPU
    ...percents('cpuUtilization', shares),
    ...percents('containerCPUUtilization', shares),
    ...(processBytes
      ? percents(
          'containerMemoryUtilization',
          resident.map((bytes) => (100 * bytes) / processBytes),
        )
      : []),
    ...(diskPercent === undefined
      ? []
      : percents(
          'containerDiskUtilization',
          taskManagers.map(() => diskPercent),
        )),
    ...files('jobmanager', jobManager, {}),
    ...taskManagers.flatMap((each) => files('taskmanager', each, { tm_id: `flink-${each.name}` })),
  ];
}

function measured(name: string, unit: Unit, dimensions: Measured['dimensions'], values: readonly number[]): Measured[] {
  if (values.length === 0) return [];
  const sum = values.reduce((a, b) => a + b, 0);
  return [{ name, unit, dimensions, count: values.length, sum, min: Math.min(...values), max: Math.max(...values) }];
}
