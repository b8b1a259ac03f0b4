import { AwsError } from '#core';
import { missingAction, queryParametersOf, unknownOperation } from '#protocol';
import type { Identified, Named, Received, WithBody } from '../context.ts';
import { meantHeaders } from '../meant-headers.ts';
import type { Served } from '../served.ts';

/** Which operation of the service is meant, and what stands in its table. */
export function identifyOperation(request: Received & Identified & WithBody): Named {
  const { served } = request;
  const operation = nameOf(request);
  if (!Object.hasOwn(served.service.model.operations, operation)) throw unknownOperation(served.service.model, operation);
  return entryOf(served, operation);
}

export function entryOf(served: Served, operation: string): Named {
  const entry = served.service.operations[operation];
  if (!entry) throw unknownOperation(served.service.model, operation);
  if ('unsupported' in entry) throw unsupportedOperation(served, operation, entry.unsupported);
  return { operation, entry };
}

function nameOf(request: Received & Identified & WithBody): string {
  const { served, headers, query, path } = request;
  switch (request.protocol.name) {
    case 'aws-json':
    case 'aws-cbor': {
      const target = headers['x-amz-target'];
      if (target === undefined || request.method !== 'POST') throw unknownOperation(served.service.model, target ?? '');
      return target.slice(target.lastIndexOf('.') + 1);
    }
    case 'rpc-v2-cbor': {
      // aws: /service/<name>/operation/<name> — Smithy specification, rpcv2Cbor
      const named = /\/service\/[^/]+\/operation\/([^/]+)$/.exec(path)?.[1];
      if (named === undefined || request.method !== 'POST') throw unknownOperation(served.service.model, named ?? '');
      return named;
    }
    case 'aws-query': {
      const { Action: action } = queryParametersOf({ body: request.content, query });
      if (typeof action !== 'string' || action === '') throw missingAction();
      return action;
    }
    case 'rest-xml': {
      if (path.includes('%00') || query.includes('%00')) throw nul();
      const meant = meantHeaders(request);
      const operation = served.protocol.route?.(meant === headers ? request : { ...request, headers: meant });
      if (operation === undefined) throw methodNotAllowed(request.method);
      return operation;
    }
  }
}

/** aws: S3's sentence for a method that a resource does not know — S3 API reference, Error responses */
const methodNotAllowed = (method: string): AwsError =>
  new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    status: 405,
    fields: { Method: method },
  });

/** Ours: what AWS says of keys with a NUL is not known. SQLite would take what stands before it for all of the name, past the policies that looked at all of it. */
const nul = (): AwsError => new AwsError('InvalidArgument', 'Millrace knows no names that hold a NUL (%00)', { status: 400 });

/** Ours: an operation that is in AWS's model and not built yet says so, and never pretends. */
function unsupportedOperation(served: Served, operation: string, reason: string): AwsError {
  const message = `${served.service.name}:${operation} is not supported by Millrace yet: ${reason}`;
  return served.family === 's3'
    ? new AwsError('NotImplemented', message, { status: 501 })
    : new AwsError('UnsupportedOperationException', message);
}
