import type { RegisterStreamConsumerInput, RegisterStreamConsumerOutput } from '#api/kinesis';
import type { Operation } from '#core';
import { activeStreamOf, onStream } from '../address.ts';
import { type ConsumerRow, consumerShape, consumerStatus } from '../consumer.ts';
import type { KinesisDeps } from '../deps.ts';
import { consumerExists, tooManyConsumers, tooManyRegistering } from '../errors.ts';
import { checkTags } from '../tags.ts';

/** — aws: API reference, RegisterStreamConsumer */
const AT_ONCE = 5;

export const registerStreamConsumer: Operation<RegisterStreamConsumerInput, RegisterStreamConsumerOutput, KinesisDeps> = {
  access: onStream,
  run: (input, call, deps) => {
    const { streams, database, clock, limits, transitionMillis } = deps;
    return database.transaction(() => {
      const stream = activeStreamOf(input, call, deps);
      const { account } = stream.scope;
      if (input.Tags) checkTags(input.Tags, {}, input.ConsumerName, account);
      const consumers = streams.in(stream.scope).consumers(stream);
      if (consumers.find(input.ConsumerName)) throw consumerExists(input.ConsumerName, stream.row.name, account);
      if (consumers.count() >= limits.consumersPerStream) throw tooManyConsumers(limits.consumersPerStream);
      const now = clock.millis();
      const registering = consumers
        .list(undefined, limits.consumersPerStream)
        .filter((each) => consumerStatus(each, now) === 'CREATING');
      if (limits.throttle && registering.length >= AT_ONCE) throw tooManyRegistering(AT_ONCE);
      const row: ConsumerRow = {
        name: input.ConsumerName,
        createdAt: now,
        underway: { status: 'CREATING', until: now + transitionMillis },
        tags: input.Tags ?? {},
      };
      consumers.put(row);
      return { Consumer: consumerShape(stream.arn, row, now) };
    });
  },
};
