import type { DeleteStreamInput, Empty } from '#api/kinesis';
import type { Operation } from '#core';
import { onStream, streamOf } from '../address.ts';
import type { KinesisDeps } from '../deps.ts';
import { streamHasConsumers } from '../errors.ts';

export const deleteStream: Operation<DeleteStreamInput, Empty, KinesisDeps> = {
  access: onStream,
  run: (input, call, deps) => {
    const { streams, database, clock, transitionMillis } = deps;
    database.transaction(() => {
      const stream = streamOf(input, call, deps);
      const here = streams.in(stream.scope);
      if (!input.EnforceConsumerDeletion && here.consumers(stream).count() > 0) {
        throw streamHasConsumers(stream.row.name, stream.scope.account);
      }
      if (stream.row.underway?.status === 'DELETING') return;
      here.put({ ...stream.row, underway: { status: 'DELETING', until: clock.millis() + transitionMillis } });
      for (const subscription of stream.live.subscriptions.values()) subscription.abort.abort();
    });
    return {};
  },
};
