import { AwsError, parseArn, type Scope } from '#core';
import type { KeyPair, Route, RouteAnswer } from '#gateway';
import type { Sns } from '#services/sns';
import { TOPICS_PATH } from './adapters/topic-ports.ts';

const text = (status: number, body: string): RouteAnswer => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  body: `${body}\n`,
});

/** What links in SNS's messages lead to: they need no credentials, as AWS's do not. */
export function topicRoutes(sns: Sns, partition: string, seal: () => Promise<KeyPair>, settled: () => Promise<void>): Route[] {
  const scopeOf = (arn: string): Scope => {
    const { account = '', region = '' } = parseArn(arn) ?? {};
    return { partition, account, region };
  };
  return [
    {
      method: 'GET',
      path: TOPICS_PATH,
      handle: async ({ path, query }) => {
        try {
          switch (path.slice(TOPICS_PATH.length)) {
            case 'confirm': {
              const topicArn = query.get('TopicArn') ?? '';
              const arn = sns.confirm(topicArn, query.get('Token') ?? '', scopeOf(topicArn));
              await settled();
              return text(200, `Confirmed: ${arn}`);
            }
            case 'unsubscribe': {
              const arn = query.get('SubscriptionArn') ?? '';
              if (!sns.unsubscribe(arn, scopeOf(arn)))
                return text(404, 'There is no such subscription, or its owner must end it.');
              await settled();
              return text(200, `Ended: ${arn}`);
            }
            default:
              return path.endsWith('.pem') ? { status: 200, body: (await seal()).certPem } : text(404, 'There is nothing here.');
          }
        } catch (thrown) {
          if (thrown instanceof AwsError) return text(thrown.status, thrown.message);
          throw thrown;
        }
      },
    },
  ];
}
