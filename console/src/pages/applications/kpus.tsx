import { useApplication } from './queries.ts';
import { kpus } from './status.tsx';

/** What an application may use at its present parallelism; asked only for rows that are shown. */
export function Kpus({ name }: { readonly name: string }) {
  const { data } = useApplication(name);
  const parallelism =
    data?.ApplicationConfigurationDescription?.FlinkApplicationConfigurationDescription?.ParallelismConfigurationDescription;
  if (!parallelism) return '–';
  return kpus(parallelism.CurrentParallelism ?? parallelism.Parallelism, parallelism.ParallelismPerKPU);
}
