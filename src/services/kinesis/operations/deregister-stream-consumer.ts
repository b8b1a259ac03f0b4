import type { DeregisterStreamConsumerInput, Empty } from '#api/kinesis';
import type { Operation } from '#core';
import { consumerOf, onConsumer } from '../address.ts';
import { consumerArn } from '../consumer.ts';
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
    const arn = consumerArn(stream.arn, consumer);
    for (const [key, subscription] of stream.live.subscriptions) {
      if (key.startsWith(`${arn} `)) subscription.abort.abort();
    }
    return {};
  },
};
