import { useEffect, useState } from 'react';
import { useApplication } from './queries.ts';
import { kpus } from './status.tsx';

/** A row that is typed past is not asked for. */
const LOOKED_AT_MS = 300;

/** What an application may use at its present parallelism; asked only for rows that are shown. */
export function Kpus({ name }: { readonly name: string }) {
  const [lookedAt, setLookedAt] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLookedAt(true), LOOKED_AT_MS);
    return () => clearTimeout(timer);
  }, []);
  const { data } = useApplication(name, lookedAt);
  const parallelism =
    data?.ApplicationConfigurationDescription?.FlinkApplicationConfigurationDescription?.ParallelismConfigurationDescription;
  if (!parallelism) return '–';
  return kpus(parallelism.CurrentParallelism ?? parallelism.Parallelism, parallelism.ParallelismPerKPU);
}
