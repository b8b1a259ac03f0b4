import type { Situation } from './observe/situation.ts';
import type { Failure } from './status.ts';

/** How parallel the job of the current version is to be: as asked, or what autoscaling has made of it. */
export const parallelismOf = ({ currentParallelism, configuration }: Situation['application']): number =>
  currentParallelism ?? configuration.parallelism.parallelism;

/** Ours: AWS finds another machine. Here TaskManagers that the memory cannot hold would take everything else down with them. */
export function tooLarge({ application, machineKpus }: Situation): Failure | undefined {
  const { perKpu } = application.configuration.parallelism;
  const parallelism = parallelismOf(application);
  const kpus = Math.ceil(parallelism / perKpu);
  if (kpus <= machineKpus) return undefined;
  const asked = `Parallelism ${parallelism} with ParallelismPerKPU ${perKpu} needs ${kpus} KPUs (TaskManagers)`;
  return { message: `${asked}; the memory of this machine is enough for ${machineKpus}. Lower the one or raise the other.` };
}
