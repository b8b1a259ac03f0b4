import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '#core';
import { newSigningPair, postTo } from '#gateway';
import { type Mail, openSns, type Sns } from '#services/sns';
import { type Served, serveWith } from '../../harness/served.ts';
import { fakeKeys } from '../../harness/stream-keys.ts';

export { ACCOUNT, ROOT, USER } from '../../harness/served.ts';

export interface Stand extends Served {
  readonly sns: Sns;
  readonly mails: Mail[];
  readonly certPem: string;
}

/** SNS behind the gateway; links lead to `http://here/`, and are followed by calling `sns` itself. */
export async function serve(): Promise<Stand> {
  const mails: Mail[] = [];
  const { certPem, keyPem } = await newSigningPair(systemClock);
  let sns: Sns | undefined;
  const served = await serveWith(({ database, clock, ids, logger }) => {
    const link = (path: string, query: Record<string, string>) => `http://here/${path}?${new URLSearchParams(query)}`;
    sns = openSns({
      database,
      clock,
      ids,
      logger,
      courier: { post: (url, headers, body) => postTo(url, headers, body, 5_000) },
      mailbox: { put: (_, mail) => mails.push(mail) },
      keys: fakeKeys(),
      links: {
        confirm: (TopicArn, Token) => link('confirm', { TopicArn, Token }),
        unsubscribe: (SubscriptionArn) => link('unsubscribe', { SubscriptionArn }),
      },
      seal: async () => ({ keyPem, certificateUrl: () => 'http://here/certificate.pem' }),
    });
    sns.start();
    return sns;
  });
  return { ...served, sns: sns as unknown as Sns, mails, certPem };
}

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An endpoint that writes down what it is sent. */
export async function receiver(): Promise<{ url: string; received: Received[]; close: () => void }> {
  const received: Received[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      response.end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received, close: () => server.close() };
}
