/** What one account may have. AWS's figures unless the operator says otherwise. */
export interface Limits {
  readonly applications: number;
  readonly kpusPerApplication: number;
  readonly parallelismPerKpu: number;
  readonly snapshotsPerApplication: number;
  readonly tagsPerApplication: number;
}

/** aws: quotas — developer guide, limits; ParallelismPerKPU — AT msf-constraints-and-patterns */
export const AWS_LIMITS: Limits = {
  applications: 100,
  kpusPerApplication: 64,
  parallelismPerKpu: 8,
  snapshotsPerApplication: 1000,
  tagsPerApplication: 50,
};

/** What AWS raises for who asks, raised. */
export const NO_LIMITS: Pick<Limits, 'applications'> = { applications: 1_000_000 };
