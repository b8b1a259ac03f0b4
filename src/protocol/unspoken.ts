import type { AwsError } from '#core';
import type { WireAnswer } from './protocol.ts';
import { queryError } from './render-error.ts';

type Headers = Readonly<Record<string, string>>;

/** Whether a request is a form, as those of the Query protocol are. */
export const isForm = (headers: Headers): boolean =>
  headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;

/** An error told to a client whose protocol is not known, as it asked for no service there is: in XML to who sent a form, in JSON to others. */
export function renderUnspoken(error: AwsError, headers: Headers, requestId: string): WireAnswer {
  if (isForm(headers)) {
    return { status: error.status, headers: { 'content-type': 'text/xml' }, body: queryError(error, 'urn:none', requestId) };
  }
  return {
    status: error.status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId },
    body: JSON.stringify({ __type: error.code, message: error.message }),
  };
}
