import type { Call, Caller, Lend, Logger, Scope } from '#core';
import type { Authorizer } from './authorizer.ts';
import type { Numbered, Received } from './context.ts';

/** The request as an operation sees it. What costs something is made when it is asked for. */
class RequestCall implements Call {
  readonly scope: Scope;
  readonly caller: Caller;
  readonly requestId: string;
  readonly receivedAt: Date;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly sent = true;
  readonly #request: Received;
  readonly #judge: Authorizer;
  #logger: Logger | undefined;

  constructor(request: Received & Numbered, caller: Caller, scope: Scope, judge: Authorizer) {
    this.scope = scope;
    this.caller = caller;
    this.requestId = request.requestId;
    this.receivedAt = request.receivedAt;
    this.sourceIp = request.sourceIp;
    this.userAgent = request.headers['user-agent'] ?? '';
    this.#request = request;
    this.#judge = judge;
  }

  get endpoint(): string {
    const { secure, headers } = this.#request;
    return `${secure ? 'https' : 'http'}://${headers['host'] ?? ''}`;
  }

  get logger(): Logger {
    this.#logger ??= this.#request.parts.logger.child({ requestId: this.requestId });
    return this.#logger;
  }

  get signal(): AbortSignal {
    return this.#request.signal();
  }

  // made when they are asked for, so that they may also be taken out of the call
  get authorize(): Call['authorize'] {
    return (access) => this.#judge.require(access);
  }

  get may(): Call['may'] {
    return (access) => this.#judge.may(access);
  }
}

/** Where memory is used again within an answer, it is lent to its operation. */
class LendingCall extends RequestCall {
  readonly lend: Lend;

  constructor(request: Received & Numbered, caller: Caller, scope: Scope, judge: Authorizer) {
    super(request, caller, scope, judge);
    this.lend = request.lendings.forAnswer;
  }
}

export const callOf = (request: Received & Numbered, caller: Caller, scope: Scope, judge: Authorizer): Call =>
  request.lendings.again ? new LendingCall(request, caller, scope, judge) : new RequestCall(request, caller, scope, judge);
