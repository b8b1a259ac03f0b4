import type { Situation } from './observe/situation.ts';

/**
 * aws: twice CurrentParallelism, or half of it rounded up but not below Parallelism; bounded by the KPU quota and the job's own
 * maximum; not for a job that has it switched off — developer guide, how-scaling-auto
 */
export function scaledParallelism({ application, notes, job, load, maxKpus }: Situation): number | undefined {
  const { parallelism: wanted } = application.configuration;
  const current = notes.cluster?.parallelism;
  const steady = notes.cluster?.phase === 'running' && job?.state === 'RUNNING' && job.allTasksRunning;
  if (!wanted.autoScaling || !load?.pressure || current === undefined || !steady) return undefined;
  if (load.pressure === 'up') {
    const most = Math.min(current * 2, maxKpus * wanted.perKpu, job.maxParallelism ?? Number.POSITIVE_INFINITY);
    return most > current ? most : undefined;
  }
  const least = Math.max(Math.ceil(current / 2), wanted.parallelism);
  return least < current ? least : undefined;
}
