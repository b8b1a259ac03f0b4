import type { Caller, Ids } from '#core';
import type { TrailEvent } from './event.ts';
import { identityOf, userNameOf } from './identity.ts';

/** A sign-in to the console. */
export interface ConsoleLogin {
  readonly caller: Caller;
  readonly region: string;
  readonly at: Date;
  readonly sourceIp: string;
  readonly userAgent: string;
  /** Where he came in. */
  readonly to: string;
}

/** aws: what is told of it — CloudTrail user guide, "AWS Management Console sign-in events", the event of the root user */
export function consoleLoginEvent({ caller, region, at, sourceIp, userAgent, to }: ConsoleLogin, ids: Ids): TrailEvent {
  const seconds = Math.floor(at.getTime() / 1000) * 1000;
  const id = ids.uuid();
  const about = { name: 'ConsoleLogin', source: 'signin.amazonaws.com', readOnly: false } as const;
  const { accessKeyId: _, ...without } = caller;
  const text = JSON.stringify({
    eventVersion: '1.08',
    userIdentity: { ...identityOf(without, undefined), accessKeyId: '' },
    eventTime: `${new Date(seconds).toISOString().slice(0, 19)}Z`,
    eventSource: about.source,
    eventName: about.name,
    awsRegion: region,
    sourceIPAddress: sourceIp,
    userAgent,
    requestParameters: null,
    responseElements: { ConsoleLogin: 'Success' },
    additionalEventData: { LoginTo: to, MobileVersion: 'No', MFAUsed: 'No' },
    eventID: id,
    readOnly: false,
    eventType: 'AwsConsoleSignIn',
    managementEvent: true,
    recipientAccountId: caller.account,
    eventCategory: 'Management',
  });
  return {
    ...about,
    account: caller.account,
    region,
    at: seconds,
    id,
    userName: userNameOf(caller),
    accessKeyId: undefined,
    named: [],
    resources: [],
    userArn: caller.arn,
    dataOf: undefined,
    text,
  };
}
