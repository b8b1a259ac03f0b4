import { createHash } from 'node:crypto';
import { type KeyPair, postTo } from '#gateway';
import type { Courier, Links, Mailbox, Seal } from '#services/sns';
import type { DataDirectory } from '#storage';

/** Where subscribers confirm and end subscriptions, and read the certificate. */
export const TOPICS_PATH = '/_millrace/sns/';

/** aws: an endpoint has 15 seconds — developer guide of SNS, HTTP/S notifications */
const PATIENCE_MS = 15_000;

const named = (pair: KeyPair): string =>
  `SimpleNotificationService-${createHash('sha256').update(pair.certPem).digest('hex').slice(0, 32)}.pem`;

/** What SNS needs of the world: HTTP, a folder for mail, links back to us, and a key. */
export function topicPorts(
  directory: DataDirectory,
  pair: () => Promise<KeyPair>,
  url: () => string,
): { courier: Courier; mailbox: Mailbox; links: Links; seal: () => Promise<Seal> } {
  const link = (path: string, query: Record<string, string>) => `${url()}${TOPICS_PATH}${path}?${new URLSearchParams(query)}`;
  return {
    courier: { post: (to, headers, body) => postTo(to, headers, body, PATIENCE_MS) },
    mailbox: {
      put(place, { to, subject, text, at }) {
        const id = createHash('sha256').update(`${to}\n${subject}\n${text}`).digest('hex').slice(0, 8);
        const name = `${at.toISOString().replaceAll(':', '-')}-${place.account}-${id}.eml`;
        directory.writeFile(`outbox/${name}`, `Date: ${at.toUTCString()}\nTo: ${to}\nSubject: ${subject}\n\n${text}\n`);
      },
    },
    links: {
      confirm: (TopicArn, Token) => link('confirm', { TopicArn, Token }),
      unsubscribe: (SubscriptionArn) => link('unsubscribe', { SubscriptionArn }),
    },
    seal: async () => {
      const made = await pair();
      return { keyPem: made.keyPem, certificateUrl: () => `${url()}${TOPICS_PATH}${named(made)}` };
    },
  };
}
