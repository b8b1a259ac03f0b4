import type { Call, Logger } from '#core';
import { authorizer } from './authorizer.ts';
import { type Conditions, principalConditions } from './condition-context.ts';
import type { Parts } from './context.ts';
import type { Invoke, InvokeAs } from './ports.ts';
import { entryOf } from './steps/identify-operation.ts';

/** aws: calls between services come from the service's own name — developer guide of CloudTrail, sourceIPAddress */
const FROM = 'millrace.internal';

/** The chain's authorize and invoke for calls that never were HTTP: services calling services, the engine calling for an application. */
export function invoker(parts: Parts): Invoke {
  return async (service, operation, input, as) => {
    const served = parts.directory.byName(service);
    if (!served) throw new Error(`no service ${service} is served`);
    const { entry } = entryOf(served, operation);
    const scope = served.service.scopeOf?.(operation, input as Record<string, unknown>, as.scope) ?? as.scope;
    const judge = authorizer(parts.policies, served.service, operation, as.caller, scope, () => conditionsOf(parts, as));
    const requestId = parts.ids.uuid();
    let logger: Logger | undefined;
    const call: Call = {
      scope,
      caller: as.caller,
      requestId,
      receivedAt: parts.clock.now(),
      sourceIp: FROM,
      userAgent: FROM,
      endpoint: '',
      get logger() {
        logger ??= parts.logger.child({ requestId });
        return logger;
      },
      signal: as.signal ?? new AbortController().signal,
      authorize: (access) => judge.require(access),
      may: (access) => judge.may(access),
    };
    judge.require(entry.access(input as never, scope, as.caller));
    const output = await entry.run(input as never, call);
    await parts.settled();
    return output;
  };
}

function conditionsOf({ clock }: Parts, { caller, scope, context }: InvokeAs): Conditions {
  const now = clock.now();
  const conditions: Record<string, string> = {
    'aws:currenttime': now.toISOString(),
    'aws:epochtime': String(Math.floor(now.getTime() / 1000)),
    'aws:securetransport': 'true',
    'aws:requestedregion': scope.region,
    ...principalConditions(caller),
  };
  for (const [key, value] of Object.entries(context ?? {})) conditions[key.toLowerCase()] = value;
  return conditions;
}
