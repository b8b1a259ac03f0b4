import { useQuery } from '@tanstack/react-query';
import type { CheckpointDetails, Checkpoints, JobFailures, JobGraph } from '#shapes/engine';
import { AwsFault, own } from '../../../aws/index.ts';

/** The server asks Flink no more often, however many look. */
const EVERY_MS = 2000;

/** No job runs at the moment; the sentence says what the application does instead. */
export class NoJob {
  readonly sentence: string;
  constructor(sentence: string) {
    this.sentence = sentence;
  }
}

async function ofJob<T>(name: string, what: string): Promise<T | NoJob> {
  try {
    return await own<T>(`applications/${encodeURIComponent(name)}/${what}`);
  } catch (thrown) {
    if (thrown instanceof AwsFault && thrown.status === 409) return new NoJob(thrown.message);
    throw thrown;
  }
}

/** Figures move all the time, so they are asked again while somebody looks. */
const useLook = <T>(name: string, what: string) =>
  useQuery({
    queryKey: ['job', name, what],
    queryFn: () => ofJob<T>(name, what),
    refetchInterval: EVERY_MS,
    staleTime: 0,
  });

export const useJob = (name: string) => useLook<JobGraph>(name, 'job');
export const useCheckpoints = (name: string) => useLook<Checkpoints>(name, 'checkpoints');

export const useFailures = (name: string) =>
  useQuery({
    queryKey: ['job', name, 'exceptions'],
    queryFn: () => ofJob<JobFailures>(name, 'exceptions'),
    refetchInterval: 15_000,
  });

/** Of a checkpoint that is over: it changes no more. */
export const useCheckpoint = (name: string, id: number | undefined) =>
  useQuery({
    queryKey: ['job', name, 'checkpoint', id],
    enabled: id !== undefined,
    placeholderData: (before) => before,
    queryFn: () => own<CheckpointDetails>(`applications/${encodeURIComponent(name)}/checkpoints/${id}`),
  });
