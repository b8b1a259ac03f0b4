import { AwsError, type Caller, parseArn } from '#core';
import type { Invoke } from '#gateway';
import type { Notifier } from '#services/cloudwatch';

const SERVICE = 'cloudwatch.amazonaws.com';

/**
 * Alarms speak to topics as the service, on behalf of their account: the topic's policy decides.
 * aws: SourceArn, SourceAccount and SourceOwner go along — user guide of CloudWatch, Amazon SNS notifications; SNS's default policy
 */
export function alarmNotifier(invoke: Invoke, partition: string): Notifier {
  const caller: Caller = { kind: 'service', partition, account: '', arn: SERVICE, userId: SERVICE };
  return {
    async publish({ account, region }, { topicArn, alarmArn, subject, message }) {
      const context = { 'aws:SourceArn': alarmArn, 'aws:SourceAccount': account, 'aws:SourceOwner': account };
      const scope = { partition, account, region: parseArn(topicArn)?.region ?? region };
      try {
        await invoke('sns', 'Publish', { TopicArn: topicArn, Subject: subject, Message: message }, { caller, scope, context });
      } catch (thrown) {
        if (!(thrown instanceof AwsError) || thrown.code !== 'AuthorizationError') throw thrown;
        // — observed in a public alarm history (automated-security-response-on-aws issue 43)
        throw new Error(
          `Resource: ${alarmArn} is not authorized to perform: SNS:Publish on resource: ${topicArn} because no resource-based policy allows the SNS:Publish action`,
        );
      }
    },
  };
}
