import type { ProcessLook } from '../drivers/contract.ts';
import type { Application, ApplicationStore } from '../ports.ts';
import { isAlive, type Situation } from './situation.ts';

/** A job that runs and can be asked. */
export interface RunningJob {
  readonly application: Application;
  readonly restUrl: string;
  readonly jobId: string;
  readonly jobManager: ProcessLook | undefined;
  /** Those that live. */
  readonly taskManagers: readonly ProcessLook[];
}

/** Of an application as it was last seen, if it still is to run. */
export function runningJob(last: Situation | undefined, store: ApplicationStore): RunningJob | undefined {
  const jobId = last?.notes.cluster?.jobId;
  const restUrl = isAlive(last?.cluster) ? last?.cluster?.restUrl : undefined;
  if (!last || !restUrl || !jobId) return undefined;
  const taskManagers = last.cluster?.taskManagers.filter(({ alive }) => alive) ?? [];
  const jobManager = last.cluster?.jobManager;
  const application = store.load(last.application.ref);
  return application?.status === 'RUNNING' ? { application, restUrl, jobId, jobManager, taskManagers } : undefined;
}
