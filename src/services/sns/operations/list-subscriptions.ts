import { anywhere } from '../address.ts';
import type { SnsOperation } from '../deps.ts';
import { page } from '../page.ts';
import { listed } from '../subscription-attributes.ts';

export const listSubscriptions: SnsOperation<'ListSubscriptions'> = {
  access: anywhere,
  run: ({ NextToken }, { scope }, { topics }) => {
    const { found, next } = page(topics.subscriptions(scope).list(), ({ arn }) => arn, NextToken);
    return { Subscriptions: found.map(listed), NextToken: next };
  },
};
