import { onTopic, topicOf } from '../address.ts';
import { tokenOf } from '../confirming.ts';
import type { SnsOperation } from '../deps.ts';
import * as errors from '../errors.ts';
import type { Message, SubscriptionRow } from '../rows.ts';
import { checkSubscription } from '../subscription-attributes.ts';

const OTHERS = new Set(['sqs', 'lambda', 'sms', 'application', 'firehose']);

export const subscribe: SnsOperation<'Subscribe'> = {
  access: onTopic,
  run: (input, call, { topics, post, clock, ids }) => {
    const { TopicArn, Protocol, Endpoint = '', Attributes = {}, ReturnSubscriptionArn } = input;
    const { scope, topic } = topicOf(TopicArn, call.scope, topics);
    checkEndpoint(Protocol, Endpoint);
    checkSubscription(Attributes, 'Attributes Reason: ');
    const rows = topics.subscriptions(scope);
    const known = rows
      .list({ under: [topic.name] })
      .find(({ protocol, endpoint }) => protocol === Protocol && endpoint === Endpoint);
    // aws: again with nothing new answers the same — recorded in localstack tests/aws/services/sns, test_subscribe_idempotency
    if (known && Object.entries(Attributes).some(([name, value]) => known.attributes[name] !== value))
      throw errors.subscribedOtherwise();
    const id = ids.uuid();
    const row: SubscriptionRow = known ?? {
      id,
      arn: `${topic.arn}:${id}`,
      topicArn: topic.arn,
      protocol: Protocol,
      endpoint: Endpoint,
      owner: call.caller.account,
      principal: call.caller.arn,
      attributes: Attributes,
      token: tokenOf(id, ids.bytes(32)),
      authenticated: false,
    };
    if (row.token !== undefined) {
      const message: Message = {
        id: ids.uuid(),
        at: clock.millis(),
        type: 'SubscriptionConfirmation',
        text: invitation(topic.arn),
      };
      topics.transaction(() => {
        rows.put([topic.name, row.id], row);
        topics.queue(scope, { id: ids.uuid(), topic: topic.name, subscription: row.id, message, due: message.at, attempts: 0 });
      });
      post.wake();
    }
    return { SubscriptionArn: row.token === undefined || ReturnSubscriptionArn ? row.arn : 'pending confirmation' };
  },
};

/** — recorded as above, test_subscribe_external_http_endpoint */
const invitation = (topicArn: string): string =>
  `You have chosen to subscribe to the topic ${topicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`;

function checkEndpoint(protocol: string, endpoint: string): void {
  switch (protocol) {
    case 'http':
    case 'https':
      if (!endpoint.startsWith(`${protocol}://`) || !URL.canParse(endpoint)) throw errors.badEndpoint(protocol);
      return;
    case 'email':
    case 'email-json':
      if (!/^[^\s@]+@[^\s@]+$/.test(endpoint)) throw errors.badEmail();
      return;
    default:
      throw OTHERS.has(protocol) ? errors.notYet(`The protocol ${protocol}`) : errors.noSuchProtocol(protocol);
  }
}
