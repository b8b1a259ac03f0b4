import { AwsError, type Clock } from '#core';
import type { Invoke } from '#gateway';
import { TRAIL_PRINCIPAL, type TrailLogs } from '#services/cloudtrail';
import type { Sts } from '#services/sts';
import { roleSessions } from './role-sessions.ts';

/** CloudTrail writes to a log group under the role of the trail. */
export function trailLogs(invoke: Invoke, sts: Sts, clock: Clock): TrailLogs {
  const roles = roleSessions(invoke, sts, clock, TRAIL_PRINCIPAL);
  const names = (groupArn: string) => groupArn.split(':')[6] ?? '';
  return {
    async trusted({ scope, trailArn, roleArn }) {
      return roles.callerFor({ scope, roleArn, applicationArn: trailArn }).then(
        () => true,
        (thrown: unknown) => {
          if (thrown instanceof AwsError) return false;
          throw thrown;
        },
      );
    },
    async put({ scope, trailArn, roleArn, groupArn, stream }, events) {
      const caller = await roles.callerFor({ scope, roleArn, applicationArn: trailArn });
      const to = { logGroupName: names(groupArn), logStreamName: stream };
      const by = { caller, scope, invokedBy: TRAIL_PRINCIPAL };
      const write = () => (events.length === 0 ? undefined : invoke('logs', 'PutLogEvents', { ...to, logEvents: events }, by));
      const create = () =>
        invoke('logs', 'CreateLogStream', to, by).catch((thrown: unknown) => {
          if (!(thrown instanceof AwsError) || thrown.code !== 'ResourceAlreadyExistsException') throw thrown;
        });
      if (events.length === 0) return void (await create());
      try {
        await write();
      } catch (thrown) {
        if (!(thrown instanceof AwsError) || thrown.code !== 'ResourceNotFoundException') throw thrown;
        await create();
        await write();
      }
    },
  };
}
