import type { Unfinished } from '../context.ts';
import type { RequestRecord } from '../ports.ts';

export type Recorder = (request: Unfinished, record: RequestRecord) => void;

/** What is kept of a request when its answer was sent. */
export function recordOf(request: Unfinished, status: number, bytesOut: number, answeredAt: number): RequestRecord {
  const { parts, receivedAt, served, operation, caller, scope, error } = request;
  return {
    requestId: request.requestId ?? '',
    receivedAt,
    durationMs: parts.clock.millis() - receivedAt.getTime(),
    firstByteMs: Math.max(0, answeredAt - (request.source.endedAt ?? receivedAt.getTime())),
    sourceIp: request.sourceIp,
    userAgent: request.headers['user-agent'] ?? '',
    method: request.method,
    status,
    bytesIn: request.source.received,
    bytesOut,
    service: served?.service.name,
    operation,
    caller,
    scope,
    errorCode: error?.code,
  };
}

/** aws: what nobody has signed for is not recorded — CloudTrail user guide, "CloudTrail record contents" */
export const audit: Recorder = (request, { bytesIn, bytesOut }) => {
  const { parts, served, operation, caller, scope, output, error, headers } = request;
  if (!parts.audit || !served || !operation || !caller || !scope || !parts.audit.wants(served.service.name, operation)) return;
  const tls = request.tls();
  const host = headers['host'];
  const signed = request.form ? request.form.claim : request.claim;
  const method = request.form
    ? 'HtmlForm'
    : request.claim && ({ header: 'AuthHeader', query: 'QueryString' } as const)[request.claim.by];
  parts.audit.record({
    service: served.service,
    operation,
    caller,
    scope,
    input: request.input,
    output,
    ...(error && { error }),
    requestId: request.requestId ?? '',
    receivedAt: request.receivedAt,
    sourceIp: request.sourceIp,
    userAgent: headers['user-agent'] ?? '',
    ...(host !== undefined && { host }),
    // aws: `SigV2` — S3 user guide, "Identifying Amazon S3 Signature Version 2 requests by using CloudTrail"
    ...(method && { authentication: method, signatureVersion: signed?.version === 'AWS' ? 'SigV2' : 'SigV4' }),
    ...(request.hostId !== undefined && { hostId: request.hostId }),
    ...(tls && { tls }),
    bytesIn,
    bytesOut,
  });
};

export const meter: Recorder = ({ parts, input }, record) => parts.meter?.(record, input);

/** The access log: who asked what, and what came of it. Never what was said. */
export const log: Recorder = ({ parts, error }, record) => {
  const { requestId, service, operation, status, durationMs, bytesIn, bytesOut, errorCode, caller } = record;
  const fields = { requestId, service, operation, status, durationMs, bytesIn, bytesOut, errorCode, caller: caller?.arn };
  if (error && error.status >= 500) parts.logger.warn(fields, 'request');
  else parts.logger.debug(fields, 'request');
};
