import { messageOf } from '#core';
import { changeTo } from './change.ts';
import type { KinesisDeps } from './deps.ts';
import { relieved } from './on-demand.ts';
import { HOUR, horizonOf, statusOf } from './stream.ts';

const EVERY_MILLIS = 60_000;

type Deps = Pick<KinesisDeps, 'streams' | 'ciphers' | 'clock' | 'database' | 'transitionMillis'>;

/** Once a minute: forgets deleted streams and records past their retention, and splits shards of on-demand streams that fill up. */
export function everySoOften(deps: Deps, logger: { error(about: object, what: string): void }): { stop(): Promise<void> } {
  const abort = new AbortController();
  const run = async () => {
    while (!abort.signal.aborted) {
      try {
        await deps.clock.sleep(EVERY_MILLIS, abort.signal);
      } catch {
        return;
      }
      try {
        relieve(deps);
        await tidy(deps);
      } catch (failure) {
        logger.error({ error: messageOf(failure) }, 'housekeeping of streams failed');
      }
    }
  };
  const running = run();
  return {
    async stop() {
      abort.abort();
      await running;
    },
  };
}

export async function tidy({ streams, ciphers, clock }: Deps): Promise<void> {
  await streams.sweep();
  for (const stream of streams.everywhere()) {
    const horizon = horizonOf(stream.row, clock.millis());
    // a data key made a day before the oldest record can have none left
    if (stream.row.everEncrypted) ciphers.forget(stream, horizon - 24 * HOUR);
    for (const shard of stream.row.shards) {
      // a shard younger than the retention period has nothing to lose
      if (shard.createdAt < horizon) await (await stream.live.log(shard.number)).trim(horizon);
    }
  }
}

function relieve(deps: Deps): void {
  for (const stream of deps.streams.everywhere()) {
    const now = deps.clock.millis();
    if (stream.row.mode !== 'ON_DEMAND' || statusOf(stream.row, now) !== 'ACTIVE') continue;
    const row = relieved(stream.row, (shard) => stream.live.throughput(shard).drainLoad(), EVERY_MILLIS / 1000, now);
    if (row) deps.database.transaction(() => changeTo(row, stream, now, deps));
  }
}
