import type { LogGroup } from '#api/logs';
import type { Scope } from '#core';
import { groupOf, onAllGroups } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { identifiersAlone, prefixAndPattern } from '../errors.ts';
import { keyIn, tokenAfter } from '../page-token.ts';
import { type GroupRow, groupArn, type LogStore } from '../store.ts';

const DEFAULT_LIMIT = 50;

export const describeLogGroups: LogsOperation<'DescribeLogGroups'> = {
  access: (_input, scope) => onAllGroups(scope),
  run: (input, { scope }, { store }) => {
    const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, logGroupClass, logGroupIdentifiers } = input;
    if (prefix !== undefined && pattern !== undefined) throw prefixAndPattern();
    const filters = prefix ?? pattern ?? logGroupClass;
    if (logGroupIdentifiers && filters !== undefined) throw identifiersAlone();
    const named = logGroupIdentifiers && new Set(logGroupIdentifiers.map((id) => groupOf({ logGroupIdentifier: id }, scope)));
    const [after] = input.nextToken === undefined ? [] : keyIn(input.nextToken, [''] as const);
    // aws: a substring, upper and lower case told apart — API reference, DescribeLogGroups
    const wanted = ({ name, logGroupClass: of }: GroupRow) =>
      (pattern === undefined || name.includes(pattern)) &&
      (logGroupClass === undefined || of === logGroupClass) &&
      (named === undefined || named.has(name));
    const limit = input.limit ?? DEFAULT_LIMIT;
    const rows = store
      .groups(scope)
      .list({ ...(prefix !== undefined && { prefix }), ...(after !== undefined && { after }) })
      .filter(wanted);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      logGroups: page.map((row) => (pattern === undefined ? described(scope, store, row) : found(scope, store, row))),
      nextToken: rows.length > limit && last ? tokenAfter([last.name]) : undefined,
    };
  },
};

/** aws: what is found by a pattern is told in few words — API reference, DescribeLogGroups; these are of the recorded answer */
function found(scope: Scope, store: LogStore, row: GroupRow): LogGroup {
  const arn = groupArn(scope, row.name);
  return {
    logGroupName: row.name,
    creationTime: row.createdAt,
    metricFilterCount: store.metricFilters(scope).count({ under: [row.name] }),
    arn: `${arn}:*`,
    logGroupArn: arn,
    logGroupClass: row.logGroupClass as LogGroup['logGroupClass'],
  };
}

const described = (scope: Scope, store: LogStore, row: GroupRow): LogGroup => ({
  ...found(scope, store, row),
  retentionInDays: row.retentionInDays,
  kmsKeyId: row.kmsKeyId,
  deletionProtectionEnabled: row.deletionProtection ?? false,
  storedBytes: store.storedBytes(scope, row),
});
