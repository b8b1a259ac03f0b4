import { parseArn } from '#core';
import { onGroup } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { destinationNotBuilt, limitExceeded, noSystemFields, noTransformers, roleMissing, undeliverable } from '../errors.ts';
import { compileFilter } from '../filter-pattern.ts';
import { groupArn } from '../store.ts';
import { controlMessage } from '../subscription-payload.ts';

/** aws: two subscription filters per log group — CloudWatch Logs quotas */
const MOST = 2;

export const putSubscriptionFilter: LogsOperation<'PutSubscriptionFilter'> = {
  access: ({ logGroupName }, scope) => onGroup(scope, logGroupName),
  run: async (input, call, { store, clock, ids, records, subscriptions }) => {
    const { scope } = call;
    const { logGroupName, filterName, filterPattern, destinationArn, roleArn, distribution = 'ByLogStream' } = input;
    const { service, resource = '' } = parseArn(destinationArn) ?? {};
    if (service !== 'kinesis' || !resource.startsWith('stream/')) throw destinationNotBuilt(destinationArn);
    if (roleArn === undefined) throw roleMissing();
    if (input.applyOnTransformedLogs) throw noTransformers();
    if (input.fieldSelectionCriteria || input.emitSystemFields?.length) throw noSystemFields();
    const mayHaveMore = () => {
      const filters = store.subscriptions.in(scope);
      const known = filters.get(logGroupName, filterName);
      if (!known && filters.count({ under: [logGroupName] }) >= MOST) throw limitExceeded();
      return known;
    };
    store.group(scope, logGroupName);
    mayHaveMore();
    compileFilter(filterPattern);
    call.authorize({
      action: 'iam:PassRole',
      resource: roleArn,
      resourceAccount: roleArn.split(':')[4] ?? scope.account,
      context: { 'iam:PassedToService': 'logs.amazonaws.com' },
    });
    const to = { scope, groupArn: `${groupArn(scope, logGroupName)}:*`, roleArn, streamArn: destinationArn };
    const test = { partitionKey: ids.uuid(), data: await controlMessage(clock.millis()) };
    await records.put(to, [test]).catch((thrown: unknown) => {
      call.logger.info({ err: thrown, filterName }, 'the test message of a subscription could not be delivered');
      throw undeliverable(thrown);
    });
    const group = store.group(scope, logGroupName); // it may have gone meanwhile
    const known = mayHaveMore();
    const row = {
      id: known?.id ?? ids.uuid(),
      scope: { partition: scope.partition, account: scope.account, region: scope.region },
      logGroupName,
      folder: group.folder,
      filterName,
      filterPattern,
      destinationArn,
      roleArn,
      distribution,
      creationTime: known?.creationTime ?? clock.millis(),
    };
    const streams = known ? [] : store.streams(scope).list({ under: [logGroupName] });
    store.subscriptions.insert(
      row,
      streams.map((stream) => ({ row: stream, next: store.ledger.of(stream).next })),
    );
    subscriptions.begin(row);
    return {};
  },
};
