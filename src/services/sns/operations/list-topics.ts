import { anywhere } from '../address.ts';
import type { SnsOperation } from '../deps.ts';
import { page } from '../page.ts';

export const listTopics: SnsOperation<'ListTopics'> = {
  access: anywhere,
  run: ({ NextToken }, { scope }, { topics }) => {
    const { found, next } = page(topics.topics(scope).list(), ({ name }) => name, NextToken);
    return { Topics: found.map(({ arn }) => ({ TopicArn: arn })), NextToken: next };
  },
};
