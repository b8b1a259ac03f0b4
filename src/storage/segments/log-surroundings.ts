import type { Clock, Logger, MemoryPool } from '#core';
import type { Digests } from './digests.ts';
import type { HandlePool } from './handle-pool.ts';

/** What the logs of a store share. */
export interface LogSurroundings {
  readonly pool: HandlePool;
  readonly clock: Clock;
  /** Is told what was repaired. */
  readonly logger: Logger;
  readonly memory: MemoryPool;
  /** Whether an append waits for the disk, or only for the operating system. */
  readonly fsync: boolean;
  readonly segmentBytes: number;
  /** A segment that is older and not tiny is closed, so that retention can take it. */
  readonly segmentMillis: number;
  /** Logs that are searched have digests. */
  readonly digests?: Digests | undefined;
}
