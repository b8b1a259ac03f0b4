import { type Conditions, conditionsIn } from '#auth';
import { AwsError, type Call, type Logger } from '#core';
import { authorizer } from './authorizer.ts';
import { callCondition } from './condition-context.ts';
import type { Parts } from './context.ts';
import type { Invoke, InvokeAs } from './ports.ts';
import { entryOf } from './steps/identify-operation.ts';

/** aws: what CloudTrail shows of callers within AWS — CloudWatch user guide, example events */
const FROM = 'AWS Internal';

/** The chain's authorize and invoke for calls that never were HTTP: services calling services, the engine calling for an application. */
export function invoker(parts: Parts): Invoke {
  return async (service, operation, input, as) => {
    const served = parts.directory.byName(service);
    if (!served) throw new Error(`no service ${service} is served`);
    const { entry } = entryOf(served, operation);
    const scope = served.service.scopeOf?.(operation, input as Record<string, unknown>, as.scope) ?? as.scope;
    const judge = authorizer(parts.policies, served.service, operation, as.caller, scope, conditionsOf(parts, as));
    const requestId = parts.ids.uuid();
    const receivedAt = parts.clock.now();
    // aws: calls between services come from the service's own name — CloudTrail user guide, sourceIPAddress
    const invokedBy = as.invokedBy ?? (as.caller.kind === 'service' ? as.caller.arn : undefined);
    let logger: Logger | undefined;
    const call: Call = {
      scope,
      caller: as.caller,
      requestId,
      receivedAt,
      sourceIp: invokedBy ?? FROM,
      userAgent: invokedBy ?? FROM,
      endpoint: '',
      get logger() {
        logger ??= parts.logger.child({ requestId });
        return logger;
      },
      signal: as.signal ?? new AbortController().signal,
      ...(as.context && { source: sourceIn(as.context) }),
      authorize: (access) => judge.require(access),
      may: (access) => judge.may(access),
    };
    const told = (outcome: { output?: unknown; error?: AwsError }) => {
      if (as.silent || !parts.audit?.wants(service, operation)) return;
      const { sourceIp, userAgent } = call;
      const about = { requestId, receivedAt, sourceIp, userAgent, bytesIn: 0, bytesOut: 0, ...(invokedBy && { invokedBy }) };
      parts.audit.record({ service: served.service, operation, caller: as.caller, scope: as.scope, input, ...outcome, ...about });
    };
    try {
      judge.require(entry.access(input as never, scope, as.caller));
      const output = await entry.run(input as never, call);
      await parts.settled();
      told({ output });
      return output;
    } catch (thrown) {
      if (thrown instanceof AwsError) told({ error: thrown });
      throw thrown;
    }
  };
}

/** aws: what a service acts for, as policies ask about it — IAM User Guide, "AWS global condition context keys" */
const SOURCE_KEYS = ['aws:SourceArn', 'aws:SourceAccount'];

const sourceIn = (context: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(context).filter(([key]) => SOURCE_KEYS.includes(key)));

function conditionsOf({ clock }: Parts, { caller, scope, context }: InvokeAs): Conditions {
  const given: Record<string, string> = { 'aws:securetransport': 'true' };
  for (const [key, value] of Object.entries(context ?? {})) given[key.toLowerCase()] = value;
  const own = conditionsIn(given);
  return (key) => own(key) ?? callCondition(key, caller, scope.region, clock);
}
