import type { ApiCall, Ids } from '#core';
import { type Action, actionOf } from './actions.ts';
import { identityOf, userNameOf } from './identity.ts';
import { elementsOf, type Met, s3ElementsOf, without } from './parameters.ts';
import { type Named, namedBy, type Resource, regionOf, resourcesOf } from './resources.ts';

/** One event for one account, and what it can be found by. */
export interface TrailEvent {
  readonly account: string;
  readonly region: string;
  /** Milliseconds since the epoch, whole seconds as AWS tells them. */
  readonly at: number;
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly userName: string | undefined;
  readonly accessKeyId: string | undefined;
  readonly readOnly: boolean;
  readonly named: readonly Named[];
  readonly resources: readonly Resource[];
  readonly userArn: string;
  readonly dataOf: string | undefined;
  /** The record as JSON. */
  readonly text: string;
}

/** aws: the version of events with these elements — recorded events */
const VERSION = '1.11';
/** aws: "a maximum size of 1 KB" — user guide, record contents, errorMessage and userAgent */
const SENTENCE = 1024;

/** aws: who called gets the event, and who owns what was called about, under one shared id — user guide, sharedEventID */
export function eventsOf(call: ApiCall, ids: Ids): TrailEvent[] {
  const owner = call.service.scopeOf?.(call.operation, (call.input ?? {}) as Record<string, unknown>, call.scope).account;
  const accounts = [...new Set([call.caller.account || call.scope.account, owner ?? call.scope.account])];
  const action = actionOf(call.service.name, call.operation);
  const shared = accounts.length > 1 ? ids.uuid() : undefined;
  return accounts.map((account) => eventOf(call, action, account, ids.uuid(), shared));
}

function eventOf(call: ApiCall, action: Action, account: string, id: string, shared: string | undefined): TrailEvent {
  const { service, operation, caller, error, tls, host, invokedBy } = call;
  const { eventName, eventSource, readOnly, dataOf } = action;
  const isS3 = service.name === 's3';
  const met: Met = [];
  const region = regionOf(call);
  const resources = resourcesOf(call, action);
  const seconds = Math.floor(call.receivedAt.getTime() / 1000) * 1000;
  const denied = error !== undefined && /^AccessDenied|^UnauthorizedOperation/.test(error.code);
  const { input: inputShape, output: outputShape } = service.model.operations[operation] ?? {};
  // told in any case: an error's sentence may quote what is hidden
  const parameters = isS3
    ? s3ElementsOf(service.model, operation, call.input, host, met)
    : elementsOf(service.name, service.model, inputShape, call.input, met);
  // aws: what changes nothing has no response elements, but STS tells of the session — recorded events
  const tells = !error && !isS3 && (!readOnly || service.name === 'sts');
  const elements = tells ? elementsOf(service.name, service.model, outputShape, call.output, met) : null;
  const agent = call.userAgent.slice(0, SENTENCE);
  const text = JSON.stringify({
    eventVersion: VERSION,
    userIdentity: identityOf(caller, invokedBy),
    eventTime: `${new Date(seconds).toISOString().slice(0, 19)}Z`,
    eventSource,
    eventName,
    awsRegion: region,
    sourceIPAddress: call.sourceIp,
    // aws: S3 puts it into brackets — S3 User Guide, example log file entries
    userAgent: isS3 && invokedBy === undefined ? `[${agent}]` : agent,
    ...(error && { errorCode: error.code, errorMessage: without(error.message, met).slice(0, SENTENCE) }),
    // aws: a call that was denied is told without its parameters, except by S3 — recorded events
    requestParameters: denied && !isS3 ? null : parameters,
    responseElements: elements,
    ...(isS3 && {
      additionalEventData: {
        ...(tls && { CipherSuite: tls.cipher }),
        bytesTransferredIn: call.bytesIn,
        bytesTransferredOut: call.bytesOut,
      },
    }),
    requestID: call.requestId,
    eventID: id,
    readOnly,
    ...(resources && { resources }),
    eventType: 'AwsApiCall',
    ...(action.apiVersion !== undefined && { apiVersion: action.apiVersion }),
    managementEvent: dataOf === undefined,
    recipientAccountId: account,
    ...(shared !== undefined && { sharedEventID: shared }),
    eventCategory: dataOf === undefined ? 'Management' : 'Data',
    ...(tls && { tlsDetails: { tlsVersion: tls.version, cipherSuite: tls.cipher, clientProvidedHostHeader: host } }),
  });
  return {
    account,
    region,
    at: seconds,
    id,
    name: eventName,
    source: eventSource,
    userName: userNameOf(caller),
    accessKeyId: caller.accessKeyId,
    readOnly,
    named: namedBy(call),
    resources: resources ?? [],
    userArn: caller.arn,
    dataOf,
    text,
  };
}
