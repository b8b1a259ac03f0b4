import { topicArn } from '../address.ts';
import type { SnsOperation } from '../deps.ts';
import * as errors from '../errors.ts';
import { withTags } from '../tags.ts';
import { checkTopicAttribute, kept } from '../topic-attributes.ts';

/** aws: letters, digits, hyphens and underscores, at most 256 — API reference, CreateTopic */
const NAME = /^[A-Za-z0-9_-]{1,256}$/;

export const createTopic: SnsOperation<'CreateTopic'> = {
  access: ({ Name }, scope) => ({ resource: topicArn(scope, Name) }),
  run: ({ Name, Attributes: given = {}, Tags, DataProtectionPolicy }, { scope }, { topics }) => {
    if (DataProtectionPolicy !== undefined) throw errors.notYet('A DataProtectionPolicy');
    if (Name.endsWith('.fifo')) throw errors.notYet('A FIFO topic');
    if (!NAME.test(Name)) throw errors.badTopicName();
    for (const [name, value] of Object.entries(given)) checkTopicAttribute(name, value);
    const Attributes = kept(given);
    const before = topics.topics(scope).get(Name);
    const tags = withTags({}, Tags);
    const arn = topicArn(scope, Name);
    if (before) {
      // aws: the same again answers the same — recorded in localstack tests/aws/services/sns, test_create_duplicate_topic_…
      if (Object.entries(tags).some(([key, value]) => before.tags[key] !== value)) throw errors.otherTags();
      if (Object.entries(Attributes).some(([name, value]) => before.attributes[name] !== value)) throw errors.otherAttributes();
    } else topics.topics(scope).put([Name], { name: Name, arn, attributes: Attributes, tags, deleted: 0 });
    return { TopicArn: arn };
  },
};
