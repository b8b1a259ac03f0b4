import { type Clock, type Logger, messageOf } from '#core';
import type { Ciphers } from './ciphers.ts';
import type { Streams } from './store.ts';
import { HOUR, horizonOf } from './stream.ts';

const EVERY_MILLIS = 60_000;

/** Once a minute: forgets deleted streams and records past their retention. */
export function everySoOften(streams: Streams, ciphers: Ciphers, clock: Clock, logger: Logger): { stop(): Promise<void> } {
  const abort = new AbortController();
  const run = async () => {
    while (!abort.signal.aborted) {
      try {
        await clock.sleep(EVERY_MILLIS, abort.signal);
      } catch {
        return;
      }
      try {
        await tidy(streams, ciphers, clock);
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

export async function tidy(streams: Streams, ciphers: Ciphers, clock: Clock): Promise<void> {
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
