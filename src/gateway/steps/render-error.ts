import { AwsError } from '#core';
import { renderUnspoken, type WireAnswer } from '#protocol';
import type { Unfinished } from '../context.ts';

/** Whatever was thrown, as an answer. What is not an AWS error is ours: it is logged with its stack, and told as a failure with its id. */
export function renderError(request: Unfinished, thrown: unknown): WireAnswer {
  const error = thrown instanceof AwsError ? thrown : internal(request, thrown);
  request.error = error;
  const about = { requestId: request.requestId ?? '', hostId: request.hostId ?? '', method: request.method };
  if (request.protocol) return request.protocol.renderError(error, about);
  return renderUnspoken(error, request.headers, about.requestId);
}

function internal(request: Unfinished, thrown: unknown): AwsError {
  const { requestId, operation } = request;
  request.parts.logger.error({ requestId, operation, err: thrown }, 'a request failed inside Millrace');
  // aws: codes — common errors of the APIs; S3 API reference, Error responses
  return request.served?.family === 's3'
    ? new AwsError('InternalError', 'We encountered an internal error. Please try again.', { status: 500 })
    : new AwsError('InternalFailure', `The request failed inside Millrace; see its log for request ${requestId}`, {
        status: 500,
      });
}
