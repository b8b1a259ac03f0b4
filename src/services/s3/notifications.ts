import type { NotificationConfiguration, NotificationConfigurationFilter } from '#api/s3';
import { type Ids, parseArn } from '#core';
import { invalidArgument, malformedXml } from './errors.ts';
import { filterRuleName } from './setting-errors.ts';

/** The configuration as it is kept: every entry named, filter rules as AWS writes them back. Sentences: recorded AWS answers in localstack tests/aws/services/s3 (notifications). */
export function notificationsOf(asked: NotificationConfiguration, ids: Ids): NotificationConfiguration | undefined {
  const { TopicConfigurations: topics, QueueConfigurations: queues, LambdaFunctionConfigurations: functions } = asked;
  const named = <E extends { readonly Id?: string | undefined; readonly Filter?: NotificationConfigurationFilter | undefined }>(
    entry: E,
    kind: string,
    arn: string,
  ) => {
    // ours: the destination is not looked at, as there are no queues and no functions, and nothing is sent
    if (!parseArn(arn)) throw invalidArgument('The ARN could not be parsed', kind, arn);
    const { Filter: filter, ...rest } = entry;
    return { ...rest, Id: entry.Id || ids.uuid(), ...(filter && { Filter: checkedFilter(filter) }) };
  };
  const kept = {
    ...(topics?.length && { TopicConfigurations: topics.map((entry) => named(entry, 'Topic', entry.TopicArn)) }),
    ...(queues?.length && { QueueConfigurations: queues.map((entry) => named(entry, 'Queue', entry.QueueArn)) }),
    ...(functions?.length && {
      LambdaFunctionConfigurations: functions.map((entry) => named(entry, 'CloudFunction', entry.LambdaFunctionArn)),
    }),
    ...(asked.EventBridgeConfiguration && { EventBridgeConfiguration: {} }),
  };
  return Object.keys(kept).length > 0 ? kept : undefined;
}

const WRITTEN = new Map([
  ['prefix', 'Prefix'],
  ['suffix', 'Suffix'],
]);

function checkedFilter({ Key: key }: NotificationConfigurationFilter): NotificationConfigurationFilter {
  const rules = (key?.FilterRules ?? []).map(({ Name: name, Value: value }) => {
    if (name === undefined || value === undefined) throw malformedXml();
    // aws: sent in lower case, told with a capital — recorded AWS answer, test_notifications_with_filter. Who puts back what he has got sends
    // the capital, and any case is taken, as localstack does it (services/s3/notifications.py)
    const kept = WRITTEN.get(name.toLowerCase());
    if (kept === undefined) throw filterRuleName(name);
    return { Name: kept as never, Value: value };
  });
  return { Key: { FilterRules: rules } };
}
