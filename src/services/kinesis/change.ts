import type { Call } from '#core';
import { activeStreamOf, type StreamNaming } from './address.ts';
import type { KinesisDeps } from './deps.ts';
import type { Stream } from './live.ts';
import type { StreamRow } from './stream.ts';

/** Changes an ACTIVE stream, which is UPDATING for a moment, unless it is left as it is. */
export function change(
  input: StreamNaming,
  call: Call,
  deps: KinesisDeps,
  how: (stream: Stream, now: number) => StreamRow,
): Stream {
  return deps.database.transaction(() => {
    const stream = activeStreamOf(input, call, deps);
    const now = deps.clock.millis();
    const row = how(stream, now);
    return row === stream.row ? stream : changeTo(row, stream, now, deps);
  });
}

/** Makes a stream what it is to be from now on; within a transaction. */
export function changeTo(
  row: StreamRow,
  stream: Stream,
  now: number,
  { streams, transitionMillis }: Pick<KinesisDeps, 'streams' | 'transitionMillis'>,
): Stream {
  const changed = streams.in(stream.scope).put({ ...row, underway: { status: 'UPDATING', until: now + transitionMillis } });
  // whoever waits at the end of a shard looks again: it may have been closed
  for (const shard of stream.open) stream.live.opened(shard.number)?.stir();
  return changed;
}

/** Changes what is only noted about a stream, whatever it is going through. */
export function note(stream: Stream, deps: KinesisDeps, changes: Partial<StreamRow>): void {
  deps.streams.in(stream.scope).put({ ...stream.row, ...changes });
}
