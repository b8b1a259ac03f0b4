/** What `/_millrace/status` answers: how Millrace itself is, and what it has observed of each application. */
export interface StatusReport {
  readonly version: string;
  readonly url: string;
  readonly pid: number;
  readonly residentBytes: number;
  readonly applications: readonly ApplicationReport[];
}

export interface ApplicationReport {
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  readonly runtime: string;
  readonly versionId: number;
  /** What is being done right now, e.g. `downloading Flink 1.20.0: 43 %`. */
  readonly phase?: string;
  readonly job?: { readonly state: string; readonly restarts: number; readonly lastCheckpoint?: string };
  readonly processes: readonly { readonly name: string; readonly pid: number; readonly alive: boolean }[];
  readonly dashboard?: string;
  readonly lastFailure?: string;
  readonly logsDropped?: { readonly events: number; readonly reason: string };
}
