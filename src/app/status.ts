import type { ClusterReport } from '#engine';

/** What `/_millrace/status` answers: how Millrace itself is, and what it has observed of each application. */
export interface StatusReport {
  readonly version: string;
  readonly url: string;
  readonly pid: number;
  readonly residentBytes: number;
  readonly applications: readonly ApplicationReport[];
}

export type ApplicationReport = ClusterReport;
