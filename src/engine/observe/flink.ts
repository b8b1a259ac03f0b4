/** A job as Flink's REST API shows it. */
export interface JobLook {
  readonly state:
    | 'INITIALIZING'
    | 'CREATED'
    | 'RUNNING'
    | 'FAILING'
    | 'FAILED'
    | 'CANCELLING'
    | 'CANCELED'
    | 'FINISHED'
    | 'RESTARTING'
    | 'SUSPENDED'
    | 'RECONCILING';
  /** Every task of every vertex is running or has finished. */
  readonly allTasksRunning: boolean;
  /** The least maximum parallelism of its vertices: more than that it cannot be scaled to. */
  readonly maxParallelism?: number;
  /** How often Flink has restarted the job in this attempt. */
  readonly restarts: number;
  /** The newest failure Flink remembers. */
  readonly failure?: { readonly message: string; readonly trace: string };
}

export type SavepointLook =
  | { readonly state: 'in-progress' }
  | { readonly state: 'completed'; readonly path: string }
  | { readonly state: 'failed'; readonly reason: string };

/** The questions and requests the engine has for a JobManager. Undefined: it does not answer, or knows no such thing. */
export interface FlinkJobs {
  job(restUrl: string, jobId: string): Promise<JobLook | undefined>;
  plan(restUrl: string, jobId: string): Promise<string | undefined>;
  /** How many TaskManagers have registered. */
  workers(restUrl: string): Promise<number | undefined>;
  /** Starts a savepoint, and stops the job with it where `stop` says so. Throws when Flink refuses. */
  savepoint(
    restUrl: string,
    jobId: string,
    request: { triggerId: string; directory: string; stop: boolean },
  ): Promise<{ triggerId: string }>;
  savepointOf(restUrl: string, jobId: string, triggerId: string): Promise<SavepointLook | undefined>;
}
