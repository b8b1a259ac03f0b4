import { createSign } from 'node:crypto';
import type { Links, Seal } from './ports.ts';
import type { Message, SubscriptionRow } from './rows.ts';

export interface Envelope {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Sealing {
  readonly links: Links;
  readonly seal: Seal;
  /** 1: SHA-1, 2: SHA-256. */
  readonly signatureVersion: string;
}

/** aws: what subscribers get — recorded in localstack tests/aws/services/sns, test_subscribe_external_http_endpoint */
export function envelopeOf(message: Message, subscription: SubscriptionRow, sealing: Sealing): Envelope {
  const { topicArn, arn, attributes } = subscription;
  const raw = message.type === 'Notification' && attributes['RawMessageDelivery'] === 'true';
  return {
    body: raw ? message.text : JSON.stringify(documentOf(message, subscription, sealing), undefined, 2),
    headers: {
      'content-type': contentType(attributes['DeliveryPolicy']),
      'user-agent': 'Amazon Simple Notification Service Agent',
      'x-amz-sns-message-type': message.type,
      'x-amz-sns-message-id': message.id,
      'x-amz-sns-topic-arn': topicArn,
      ...(message.type === 'Notification' && { 'x-amz-sns-subscription-arn': arn }),
      ...(raw && { 'x-amz-sns-rawdelivery': 'true' }),
    },
  };
}

/** aws: a subscription's delivery policy may name another one — developer guide, Creating an HTTP/S delivery policy */
function contentType(policy: string | undefined): string {
  const { requestPolicy } = (policy ? JSON.parse(policy) : {}) as { requestPolicy?: { headerContentType?: string } | null };
  return requestPolicy?.headerContentType ?? 'text/plain; charset=UTF-8';
}

export function documentOf(message: Message, subscription: SubscriptionRow, { links, seal, signatureVersion }: Sealing): object {
  const { token = '', topicArn, arn } = subscription;
  const confirmation = message.type === 'SubscriptionConfirmation';
  const said = {
    Type: message.type,
    MessageId: message.id,
    ...(confirmation && { Token: token }),
    TopicArn: topicArn,
    ...(message.subject !== undefined && { Subject: message.subject }),
    Message: message.text,
    ...(confirmation && { SubscribeURL: links.confirm(topicArn, token) }),
    Timestamp: new Date(message.at).toISOString(),
  };
  const attributes = Object.entries(message.attributes ?? {}).map(([name, { type, value }]) => [
    name,
    { Type: type, Value: value },
  ]);
  return {
    ...said,
    SignatureVersion: signatureVersion,
    Signature: createSign(signatureVersion === '2' ? 'RSA-SHA256' : 'RSA-SHA1')
      .update(signable(said))
      .sign(seal.keyPem, 'base64'),
    SigningCertURL: seal.certificateUrl(),
    ...(!confirmation && { UnsubscribeURL: links.unsubscribe(arn) }),
    ...(attributes.length > 0 && { MessageAttributes: Object.fromEntries(attributes) }),
  };
}

/** aws: names and values of these members on lines of their own, in the order of the names — developer guide, Verifying the signatures */
const SIGNED = ['Message', 'MessageId', 'SubscribeURL', 'Subject', 'Timestamp', 'Token', 'TopicArn', 'Type'] as const;

export function signable(said: Readonly<Partial<Record<string, string>>>): string {
  return SIGNED.flatMap((name) => (said[name] === undefined ? [] : [`${name}\n${said[name]}\n`])).join('');
}
