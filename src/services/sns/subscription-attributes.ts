import * as errors from './errors.ts';
import { checkFilter } from './filter-policy.ts';
import type { SubscriptionRow } from './rows.ts';

const TAKEN = new Set(['FilterPolicy', 'FilterPolicyScope', 'RawMessageDelivery', 'DeliveryPolicy']);
const REFUSED = new Set(['RedrivePolicy', 'SubscriptionRoleArn', 'ReplayPolicy']);

/** Checks a subscription's attributes; `where` is how AWS begins its sentence. */
export function checkSubscription(attributes: Readonly<Record<string, string>>, where: string): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (REFUSED.has(name)) throw errors.notYet(`The subscription attribute ${name}`);
    if (!TAKEN.has(name)) throw errors.badAttributeName();
    if (name === 'RawMessageDelivery' && value !== 'true' && value !== 'false')
      throw errors.invalid(`${where}${errors.notBoolean(name, value)}`);
    if (name === 'DeliveryPolicy') checkDelivery(value);
  }
  checkFilter(attributes, where);
}

/** The content type is followed; how often and how fast to try again is not for subscribers to say here. */
function checkDelivery(text: string): void {
  let policy: Readonly<Record<string, unknown>>;
  try {
    policy = JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    throw errors.badDocument('DeliveryPolicy', '');
  }
  if (Object.entries(policy ?? {}).some(([name, value]) => name !== 'requestPolicy' && value !== null)) {
    throw errors.notYet('A DeliveryPolicy with more than requestPolicy');
  }
}

export function subscriptionAttributes(row: SubscriptionRow): Record<string, string> {
  const { FilterPolicyScope, ...attributes } = row.attributes;
  return {
    ConfirmationWasAuthenticated: String(row.authenticated),
    Endpoint: row.endpoint,
    Owner: row.owner,
    PendingConfirmation: String(row.token !== undefined),
    Protocol: row.protocol,
    RawMessageDelivery: 'false',
    SubscriptionArn: row.arn,
    SubscriptionPrincipal: row.principal,
    TopicArn: row.topicArn,
    ...attributes,
    ...(attributes['FilterPolicy'] !== undefined && { FilterPolicyScope: FilterPolicyScope ?? 'MessageAttributes' }),
  };
}

/** aws: without its own ARN while it is not confirmed — recorded in localstack tests/aws/services/sns, test_http_subscription_response */
export const listed = ({ arn, owner, protocol, endpoint, topicArn, token }: SubscriptionRow) => ({
  SubscriptionArn: token === undefined ? arn : 'PendingConfirmation',
  Owner: owner,
  Protocol: protocol,
  Endpoint: endpoint,
  TopicArn: topicArn,
});
