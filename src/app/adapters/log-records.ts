import { AwsError, type Clock } from '#core';
import type { Invoke } from '#gateway';
import type { RecordSink } from '#services/logs';
import type { Sts } from '#services/sts';
import { roleSessions } from './role-sessions.ts';

/** Subscriptions of log groups go to Kinesis under the filter's role. */
export function logRecords(invoke: Invoke, sts: Sts, clock: Clock): RecordSink {
  const roles = roleSessions(invoke, sts, clock, 'logs.amazonaws.com');
  // aws: older trust policies name the region's principal — CloudWatch Logs User Guide, "Log group-level subscription filters"
  const regional = new Map<string, ReturnType<typeof roleSessions>>();
  return {
    async put({ scope, groupArn, roleArn, streamArn }, records) {
      const as = { scope, roleArn, applicationArn: groupArn };
      const caller = await roles.callerFor(as).catch((thrown: unknown) => {
        if (!(thrown instanceof AwsError)) throw thrown;
        const inRegion = regional.get(scope.region) ?? roleSessions(invoke, sts, clock, `logs.${scope.region}.amazonaws.com`);
        regional.set(scope.region, inRegion);
        return inRegion.callerFor(as);
      });
      // aws: the role needs kinesis:PutRecord and no more — User Guide, as above; localstack tests/aws/services/logs, test_logs_subscription_filters
      const puts = records.map(({ partitionKey, data }) => {
        const input = { StreamARN: streamArn, PartitionKey: partitionKey, Data: data };
        return invoke('kinesis', 'PutRecord', input, { caller, scope });
      });
      const failed = (await Promise.allSettled(puts)).find(({ status }) => status === 'rejected');
      if (failed) throw (failed as PromiseRejectedResult).reason;
    },
  };
}
