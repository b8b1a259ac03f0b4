import type { DeregisterStreamConsumerInput, Empty } from '#api/kinesis';
import type { Operation } from '#core';
import { consumerOf, onConsumer } from '../address.ts';
import type { KinesisDeps } from '../deps.ts';

export const deregisterStreamConsumer: Operation<DeregisterStreamConsumerInput, Empty, KinesisDeps> = {
  access: onConsumer,
  run: (input, call, deps) => {
    const { stream, consumer } = consumerOf(input, call, deps);
    if (consumer.underway?.status === 'DELETING') return {};
    const underway = { status: 'DELETING', until: deps.clock.millis() + deps.transitionMillis } as const;
    deps.streams
      .in(stream.scope)
      .consumers(stream)
      .put({ ...consumer, underway });
    // aws: its subscriptions last their five minutes all the same — recorded in radkawar/stackd, efo_termination.json
    return {};
  },
};
