import { parseArn } from '#core';
import type { LogSink } from '#engine';
import type { Invoke } from '#gateway';
import { type ActingRoles, SERVICE } from './role-sessions.ts';

/** Applications' log lines go to CloudWatch Logs under their own role: what it may not do is not done. */
export function logSink(invoke: Invoke, roles: ActingRoles): LogSink {
  return {
    async put(as, logStreamArn, events) {
      const [, logGroupName, , logStreamName] = parseArn(logStreamArn)?.resource.split(':') ?? [];
      const region = parseArn(logStreamArn)?.region ?? as.scope.region;
      const caller = await roles.callerFor(as);
      const input = { logGroupName, logStreamName, logEvents: events };
      await invoke('logs', 'PutLogEvents', input, { caller, scope: { ...as.scope, region }, invokedBy: SERVICE });
    },
  };
}
