import type { Logger } from '#core';
import { type RuntimeInstaller, runtimeInstaller } from '../../install/index.ts';
import type { RuntimeName } from '../contract.ts';
import { type LocalDriver, localDriver } from './driver.ts';
import { run } from './run.ts';

export interface LocalFlinkOptions {
  /** The data directory's `flink/`: absolute. */
  readonly root: string;
  /** Runtimes and class-data archives, shared by all data directories: `~/.cache/millrace`, on macOS `~/Library/Caches/millrace`. */
  readonly cache: string;
  /** Flink distributions somebody has, per runtime. */
  readonly runtimeHomes: Readonly<Partial<Record<RuntimeName, string>>>;
  readonly agentJar: string | undefined;
  /** Looked at before the PATH, e.g. `[JAVA_HOME]`. */
  readonly javaHomes: readonly string[];
  /** The operator's whole environment: for pip and Maven; clusters get PATH, LANG and TZ of it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly logger: Logger;
  readonly graceMs?: number;
  readonly learnAfterMs?: number;
}

/** Flink as plain processes of this machine, its runtimes installed on first use. */
export function localFlink(options: LocalFlinkOptions): { readonly driver: LocalDriver; readonly runtimes: RuntimeInstaller } {
  const { cache, environment, runtimeHomes } = options;
  const runtimes = runtimeInstaller({ cache, environment, homes: runtimeHomes, run });
  return { driver: localDriver({ ...options, homes: runtimes }), runtimes };
}
