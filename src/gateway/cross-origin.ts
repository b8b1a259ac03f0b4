import type { CrossOriginRequest } from '#core';
import { targetOf, unknownOperation, type WireAnswer } from '#protocol';
import type { Answered, Identified, Numbered, Received, Unfinished } from './context.ts';

/** The answer, with what a browser must be told of it where it asks for a page of another origin. */
export function shared(request: Unfinished, answer: WireAnswer): WireAnswer {
  if (request.headers['origin'] === undefined || request.method === 'OPTIONS') return answer;
  const sharing = request.served?.service.crossOrigin;
  const granted = sharing?.headers(questionOf(request, request.headers['access-control-request-method'] ?? request.method));
  return granted ? { ...answer, headers: { ...answer.headers, ...granted } } : answer;
}

/** OPTIONS: what a browser asks before such a request. */
export function answerPreflight(request: Received & Numbered & Identified): Answered {
  const { service } = request.served;
  if (!service.crossOrigin) throw unknownOperation(service.model, '');
  const granted = service.crossOrigin.preflight(questionOf(request, request.headers['access-control-request-method']));
  return {
    answer: { status: 200, headers: { 'x-amz-request-id': request.requestId, 'x-amz-id-2': request.hostId, ...granted } },
  };
}

function questionOf({ headers, path, bucketOfHost, parts }: Unfinished, method: string | undefined): CrossOriginRequest {
  const named = headers['access-control-request-headers'];
  return {
    ...targetOf({ path, bucketOfHost }),
    partition: parts.partition,
    origin: headers['origin'],
    method,
    headers: namesIn(named),
  };
}

/** aws: empty names count, but not at the end — recorded, radkawar/stackd s3/cors_raw_replay.json */
function namesIn(list = ''): string[] {
  const names = list.split(',').map((name) => name.trim());
  return names.slice(0, names.findLastIndex((name) => name !== '') + 1);
}
