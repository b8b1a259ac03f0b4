import type { LogGroup } from '#api/logs';
import { groupOfArn, onAllGroups } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { badToken, prefixAndPattern } from '../errors.ts';
import { type GroupRow, groupArn } from '../store.ts';

const DEFAULT_LIMIT = 50;

export const describeLogGroups: LogsOperation<'DescribeLogGroups'> = {
  access: (_input, scope) => onAllGroups(scope),
  run: (input, { scope }, { store }) => {
    const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, logGroupClass, logGroupIdentifiers } = input;
    if (prefix !== undefined && pattern !== undefined) throw prefixAndPattern();
    const limit = input.limit ?? DEFAULT_LIMIT;
    const named = logGroupIdentifiers && new Set(logGroupIdentifiers.map((id) => (id.startsWith('arn:') ? groupOfArn(id) : id)));
    const needle = pattern?.toLowerCase();
    const wanted = ({ name, logGroupClass: of }: GroupRow) =>
      (needle === undefined || name.toLowerCase().includes(needle)) &&
      (logGroupClass === undefined || of === logGroupClass) &&
      (named === undefined || named.has(name));
    const after = input.nextToken === undefined ? undefined : nameIn(input.nextToken);
    const rows = store
      .groups(scope)
      .list({ ...(prefix && { prefix }), ...(after !== undefined && { after }) })
      .filter(wanted);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      logGroups: page.map((row): LogGroup => {
        const arn = groupArn(scope, row.name);
        return {
          logGroupName: row.name,
          creationTime: row.createdAt,
          retentionInDays: row.retentionInDays,
          metricFilterCount: 0,
          arn: `${arn}:*`,
          logGroupArn: arn,
          logGroupClass: row.logGroupClass as LogGroup['logGroupClass'],
          deletionProtectionEnabled: row.deletionProtection ?? false,
        };
      }),
      nextToken: rows.length > limit && last ? Buffer.from(last.name).toString('base64url') : undefined,
    };
  },
};

function nameIn(token: string): string {
  const name = Buffer.from(token, 'base64url').toString('utf8');
  if (!/^[.\-_/#A-Za-z0-9]+$/.test(name)) throw badToken();
  return name;
}
