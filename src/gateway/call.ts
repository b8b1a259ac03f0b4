import type { Call, Caller, Logger, Scope } from '#core';
import type { Authorizer } from './authorizer.ts';
import type { Numbered, Received } from './context.ts';

/** The request as an operation sees it. What costs something is made when it is asked for. */
export function callOf(request: Received & Numbered, caller: Caller, scope: Scope, judge: Authorizer): Call {
  const { parts, requestId, receivedAt, sourceIp, headers, secure } = request;
  let logger: Logger | undefined;
  return {
    scope,
    caller,
    requestId,
    receivedAt,
    sourceIp,
    userAgent: headers['user-agent'] ?? '',
    endpoint: `${secure ? 'https' : 'http'}://${headers['host'] ?? ''}`,
    get logger() {
      logger ??= parts.logger.child({ requestId });
      return logger;
    },
    ...(request.lendings.again && { lend: request.lendings.forAnswer }),
    get signal() {
      return request.signal();
    },
    authorize: (access) => judge.require(access),
    may: (access) => judge.may(access),
  };
}
