import type { Health } from '../ports.ts';
import { isAlive, type Situation } from './situation.ts';

/** What handlers of the control plane must know of the job, in a few words. */
export function healthOf({ job, cluster, notes }: Situation): Health {
  const state = job?.state ?? (isAlive(cluster) ? 'UNREACHABLE' : 'DOWN');
  const message = job?.failure?.message;
  return {
    jobState: state,
    healthy: job?.state === 'RUNNING' && job.allTasksRunning,
    restarts: (job?.restarts ?? 0) + notes.relaunches,
    ...(message !== undefined && { message: message.slice(0, 500) }),
  };
}
