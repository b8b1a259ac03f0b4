import type { Place } from './store.ts';

/** Carries a message over HTTP; resolves with the status of the answer, throws where there was none. */
export interface Courier {
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<number>;
}

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly at: Date;
}

/** Takes mail in the place of a mail server. */
export interface Mailbox {
  put(place: Place, mail: Mail): void;
}

/** The key that messages are signed with, and where its certificate is read. */
export interface Seal {
  readonly keyPem: string;
  readonly certificateUrl: () => string;
}

/** Where a subscriber confirms and ends a subscription without credentials. */
export interface Links {
  confirm(topicArn: string, token: string): string;
  unsubscribe(subscriptionArn: string): string;
}
