import type { Situation } from './observe/situation.ts';

/** aws: a window is eight hours long, its start is in UTC — developer guide, maintenance */
const WINDOW_MINUTES = 8 * 60;
const DAY_MINUTES = 24 * 60;

export function windowIsOpen(start: string, now: number): boolean {
  const [hours = 0, minutes = 0] = start.split(':').map(Number);
  const since = Math.floor(now / 60_000) - (hours * 60 + minutes);
  return ((since % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES < WINDOW_MINUTES;
}

/**
 * What AWS patches, an upgrade of Millrace brings here: its share of a job's processes stays what it was when they were started. A
 * job whose processes hold another build than the one that oversees them is due, once for each build.
 */
export const maintenanceIsDue = ({ notes, build }: Situation): boolean =>
  build !== undefined && notes.cluster?.phase === 'running' && notes.cluster.build !== build && notes.maintained !== build;

/** Only a job that is well is stopped for it. */
export const maintenanceBegins = (s: Situation): boolean =>
  maintenanceIsDue(s) &&
  s.job?.state === 'RUNNING' &&
  s.job.allTasksRunning &&
  windowIsOpen(s.application.maintenanceStart, s.now);
