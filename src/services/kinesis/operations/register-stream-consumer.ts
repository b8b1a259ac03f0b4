import type { RegisterStreamConsumerInput, RegisterStreamConsumerOutput } from '#api/kinesis';
import type { Operation } from '#core';
import { isCommitted } from '../account-settings.ts';
import { activeStreamOf, onStream } from '../address.ts';
import { type ConsumerRow, consumerShape, consumerStatus } from '../consumer.ts';
import type { KinesisDeps } from '../deps.ts';
import { consumerExists, tooManyConsumers, tooManyRegistering, tooManyTags } from '../errors.ts';
import { checkTags } from '../tags.ts';

/** — aws: API reference, RegisterStreamConsumer */
const AT_ONCE = 5;
/** — aws: on-demand streams of an account with a commitment; developer guide, "Quotas and limits" */
const WITH_ADVANTAGE = 50;

export const registerStreamConsumer: Operation<RegisterStreamConsumerInput, RegisterStreamConsumerOutput, KinesisDeps> = {
  access: onStream,
  run: (input, call, deps) => {
    const { streams, settings, database, clock, limits, transitionMillis } = deps;
    return database.transaction(() => {
      const stream = activeStreamOf(input, call, deps);
      const { account } = stream.scope;
      if (input.Tags) checkTags(input.Tags, {}, () => tooManyTags('resource', input.ConsumerName, account));
      const consumers = streams.in(stream.scope).consumers(stream);
      if (consumers.find(input.ConsumerName)) throw consumerExists(input.ConsumerName, stream.row.name, account);
      const now = clock.millis();
      const advantage = stream.row.mode === 'ON_DEMAND' && isCommitted(settings.get(stream.scope), now);
      const most = advantage ? Math.max(WITH_ADVANTAGE, limits.consumersPerStream) : limits.consumersPerStream;
      const registered = consumers.list(undefined, most);
      if (registered.length >= most) throw tooManyConsumers(most);
      const underway = registered.filter((each) => consumerStatus(each, now) === 'CREATING').length;
      if (limits.throttle && underway >= AT_ONCE) throw tooManyRegistering(AT_ONCE);
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
