import { type ApiCall, type Ids, parseArn } from '#core';
import { type Action, actionOf } from './actions.ts';
import { elements } from './elements.ts';
import { identityOf, identitySeenBy, userNameOf } from './identity.ts';
import { keyArnOf } from './keys.ts';
import { type Met, without } from './parameters.ts';
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
  /** The service that made the call itself. */
  readonly invokedBy?: string | undefined;
  /** The record as JSON. */
  readonly text: string;
}

/** aws: the version of events with these elements — recorded events */
const VERSION = '1.11';
/** aws: "a maximum size of 1 KB" — user guide, record contents, errorMessage and userAgent */
const SENTENCE = 1024;

/** aws: who called gets the event, and who owns what was called about, under one shared id — user guide, sharedEventID */
export function eventsOf(call: ApiCall, ids: Ids): TrailEvent[] {
  const owner = ownerOf(call) ?? call.scope.account;
  const accounts = [...new Set([call.caller.account || owner, owner])];
  const action = actionOf(call.service.name, call.operation);
  const shared = accounts.length > 1 ? ids.uuid() : undefined;
  return accounts.map((account) => eventOf(call, action, account, ids.uuid(), shared));
}

/** aws: Kinesis' denials are told by another code than they were answered with — recorded: streams.ts, seq 90-106 */
const codeOf = (service: string, code: string): string =>
  service === 'kinesis' && code === 'AccessDeniedException' ? 'AccessDenied' : code;

/** Whose the bucket, the stream, the key or the role is. */
function ownerOf(call: ApiCall): string | undefined {
  const { service, operation, input, scope, error } = call;
  const fields = (input ?? {}) as Record<string, unknown>;
  if (service.name === 'kms') return parseArn(keyArnOf(call) ?? '')?.account;
  if (service.name === 'secretsmanager') return parseArn(String(fields['SecretId']))?.account;
  // aws: a role's account is not told of who was refused — IAM User Guide, "Behavior for IAM role trust policies"
  if (service.name === 'sts') return error ? undefined : parseArn(String(fields['RoleArn']))?.account;
  return service.scopeOf?.(operation, fields, scope).account;
}

function eventOf(call: ApiCall, action: Action, account: string, id: string, shared: string | undefined): TrailEvent {
  const { service, caller, error, tls, host, invokedBy } = call;
  const { eventName, eventSource, readOnly, dataOf } = action;
  const isS3 = service.name === 's3';
  // aws: an owner is told of callers from elsewhere by their account alone — IAM User Guide, example of a cross-account AssumeRole
  const foreign = caller.account !== '' && caller.account !== account;
  const met: Met = [];
  const region = regionOf(call);
  const resources = resourcesOf(call, action);
  const seconds = Math.floor(call.receivedAt.getTime() / 1000) * 1000;
  // told in any case: an error's sentence may quote what is hidden
  const told = elements(call, readOnly, met);
  const agent = call.userAgent.slice(0, SENTENCE);
  const text = JSON.stringify({
    eventVersion: VERSION,
    userIdentity: foreign ? identitySeenBy(caller) : identityOf(caller, invokedBy, call),
    eventTime: `${new Date(seconds).toISOString().slice(0, 19)}Z`,
    eventSource,
    eventName,
    awsRegion: region,
    sourceIPAddress: call.sourceIp,
    // aws: S3 puts it into brackets — S3 User Guide, example log file entries
    userAgent: isS3 && invokedBy === undefined ? `[${agent}]` : agent,
    ...(error && { errorCode: codeOf(service.name, error.code) }),
    ...(error && error.message !== '' && { errorMessage: without(error.message, met).slice(0, SENTENCE) }),
    requestParameters: told.requestParameters,
    responseElements: told.responseElements,
    ...(told.additionalEventData && { additionalEventData: told.additionalEventData }),
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
    userName: foreign ? undefined : userNameOf(caller, call),
    accessKeyId: foreign ? undefined : caller.accessKeyId,
    readOnly,
    named: namedBy(call, action),
    resources: resources ?? [],
    userArn: caller.arn,
    dataOf,
    invokedBy,
    text,
  };
}
