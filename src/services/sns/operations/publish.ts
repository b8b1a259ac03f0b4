import { onTopic, topicOf } from '../address.ts';
import type { SnsOperation } from '../deps.ts';
import * as errors from '../errors.ts';
import { prepared, publish as send } from '../publishing.ts';

export const publish: SnsOperation<'Publish'> = {
  access: ({ TopicArn, TargetArn }, scope) => onTopic({ TopicArn: TopicArn ?? TargetArn ?? '' }, scope),
  run: async (input, call, deps) => {
    if (input.PhoneNumber !== undefined) throw errors.notYet('Publishing to a phone number');
    if (input.MessageDeduplicationId !== undefined) throw errors.noDeduplication();
    // there are no endpoints of mobile push here
    if (input.TargetArn?.split(':')[5]?.startsWith('endpoint/')) throw errors.noEndpoint();
    const { scope, topic } = topicOf(input.TopicArn ?? input.TargetArn, call.scope, deps.topics);
    const message = prepared(input);
    const cipher = await deps.keys.cipher(scope, topic, call);
    const id = send(scope, topic, message, { caller: call.caller, cipher }, deps);
    deps.post.wake();
    return { MessageId: id };
  },
};
