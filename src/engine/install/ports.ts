import type { InstallProgress, RuntimeName } from '../drivers/contract.ts';

/** Runs an ordinary client (python, Maven) to its end; the drivers room owns processes and implements it. */
export type RunClient = (
  command: string,
  args: readonly string[],
  options: {
    readonly env: Readonly<Record<string, string>>;
    readonly cwd?: string;
    readonly signal?: AbortSignal;
    readonly onLine?: (line: string) => void;
  },
) => Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string; readonly missing: boolean }>;

export interface InstallerOptions {
  /** Shared by all data directories, e.g. `~/.cache/millrace` or `~/Library/Caches/millrace`. */
  readonly cache: string;
  /** A Flink distribution somebody has, per runtime; taken as it is. */
  readonly homes: Readonly<Partial<Record<RuntimeName, string>>>;
  /** The operator's whole environment: mirrors, proxies and credentials of pip and Maven are his. */
  readonly environment: Readonly<Record<string, string>>;
  readonly run: RunClient;
}

export type Report = (progress: InstallProgress) => void;
