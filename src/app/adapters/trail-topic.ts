import { parseArn } from '#core';
import type { Invoke } from '#gateway';
import { type TrailTopic, trailPrincipal } from '#services/cloudtrail';

/** CloudTrail speaks to a topic as the service: the topic's policy decides. — CloudTrail user guide, "Amazon SNS topic policy for CloudTrail" */
export const trailTopic = (invoke: Invoke): TrailTopic => ({
  async publish({ scope, trailArn }, topicArn, message) {
    const { partition, account } = scope;
    const context = { 'aws:SourceArn': trailArn, 'aws:SourceAccount': account };
    const at = { ...scope, region: parseArn(topicArn)?.region ?? scope.region };
    await invoke(
      'sns',
      'Publish',
      { TopicArn: topicArn, Message: message },
      { caller: trailPrincipal(partition), scope: at, context },
    );
  },
});
