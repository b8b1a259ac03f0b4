import { type Caller, parseArn } from '#core';
import type { Invoke } from '#gateway';
import { TRAIL_PRINCIPAL, type TrailTopic } from '#services/cloudtrail';

/** CloudTrail speaks to a topic as the service: the topic's policy decides. — CloudTrail user guide, "Amazon SNS topic policy for CloudTrail" */
export const trailTopic = (invoke: Invoke): TrailTopic => ({
  async publish({ scope, trailArn }, topicArn, message) {
    const { partition, account } = scope;
    const caller: Caller = { kind: 'service', partition, account: '', arn: TRAIL_PRINCIPAL, userId: TRAIL_PRINCIPAL };
    const context = { 'aws:SourceArn': trailArn, 'aws:SourceAccount': account };
    const at = { ...scope, region: parseArn(topicArn)?.region ?? scope.region };
    await invoke('sns', 'Publish', { TopicArn: topicArn, Message: message }, { caller, scope: at, context });
  },
});
