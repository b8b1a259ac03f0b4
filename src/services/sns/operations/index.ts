import type { Operations } from '#api/sns';
import { type OperationTable, unsupported } from '#core';
import type { SnsDeps } from '../deps.ts';
import { addPermission } from './add-permission.ts';
import { confirmSubscription } from './confirm-subscription.ts';
import { createTopic } from './create-topic.ts';
import { deleteTopic } from './delete-topic.ts';
import { getSubscriptionAttributes } from './get-subscription-attributes.ts';
import { getTopicAttributes } from './get-topic-attributes.ts';
import { listSubscriptions } from './list-subscriptions.ts';
import { listSubscriptionsByTopic } from './list-subscriptions-by-topic.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { listTopics } from './list-topics.ts';
import { publish } from './publish.ts';
import { publishBatch } from './publish-batch.ts';
import { removePermission } from './remove-permission.ts';
import { setSubscriptionAttributes } from './set-subscription-attributes.ts';
import { setTopicAttributes } from './set-topic-attributes.ts';
import { subscribe } from './subscribe.ts';
import { tagResource } from './tag-resource.ts';
import { unsubscribe } from './unsubscribe.ts';
import { untagResource } from './untag-resource.ts';

const PHONES = unsupported('no text message leaves Millrace');
const APPS = unsupported('no push notification leaves Millrace');
const PROTECTION = unsupported('messages are not searched for sensitive data');

/** Every operation of the model. */
export const operations = {
  AddPermission: addPermission,
  CheckIfPhoneNumberIsOptedOut: PHONES,
  ConfirmSubscription: confirmSubscription,
  CreatePlatformApplication: APPS,
  CreatePlatformEndpoint: APPS,
  CreateSMSSandboxPhoneNumber: PHONES,
  CreateTopic: createTopic,
  DeleteEndpoint: APPS,
  DeletePlatformApplication: APPS,
  DeleteSMSSandboxPhoneNumber: PHONES,
  DeleteTopic: deleteTopic,
  GetDataProtectionPolicy: PROTECTION,
  GetEndpointAttributes: APPS,
  GetPlatformApplicationAttributes: APPS,
  GetSMSAttributes: PHONES,
  GetSMSSandboxAccountStatus: PHONES,
  GetSubscriptionAttributes: getSubscriptionAttributes,
  GetTopicAttributes: getTopicAttributes,
  ListEndpointsByPlatformApplication: APPS,
  ListOriginationNumbers: PHONES,
  ListPhoneNumbersOptedOut: PHONES,
  ListPlatformApplications: APPS,
  ListSMSSandboxPhoneNumbers: PHONES,
  ListSubscriptions: listSubscriptions,
  ListSubscriptionsByTopic: listSubscriptionsByTopic,
  ListTagsForResource: listTagsForResource,
  ListTopics: listTopics,
  OptInPhoneNumber: PHONES,
  Publish: publish,
  PublishBatch: publishBatch,
  PutDataProtectionPolicy: PROTECTION,
  RemovePermission: removePermission,
  SetEndpointAttributes: APPS,
  SetPlatformApplicationAttributes: APPS,
  SetSMSAttributes: PHONES,
  SetSubscriptionAttributes: setSubscriptionAttributes,
  SetTopicAttributes: setTopicAttributes,
  Subscribe: subscribe,
  TagResource: tagResource,
  Unsubscribe: unsubscribe,
  UntagResource: untagResource,
  VerifySMSSandboxPhoneNumber: PHONES,
} satisfies OperationTable<Operations, SnsDeps>;
