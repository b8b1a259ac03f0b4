import type { LogGroupClass } from '#api/logs';
import { onAllGroups } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { filterNotBuilt } from '../errors.ts';
import { keyIn, tokenAfter } from '../page-token.ts';
import { type GroupRow, groupArn } from '../store.ts';

const DEFAULT_LIMIT = 50;

export const listLogGroups: LogsOperation<'ListLogGroups'> = {
  access: (_input, scope) => onAllGroups(scope),
  run: (input, { scope }, { store }) => {
    const { logGroupNamePattern: pattern, logGroupClass, dataSources, fieldIndexNames, logGroupTags } = input;
    if (dataSources?.length || fieldIndexNames?.length) throw filterNotBuilt();
    const [after] = input.nextToken === undefined ? [] : keyIn(input.nextToken, [''] as const);
    // aws: texts that a name holds, or begins with behind a ^; any of several between | — API reference, ListLogGroups
    const texts = pattern?.split('|');
    const named = ({ name }: GroupRow) =>
      !texts || texts.some((text) => (text.startsWith('^') ? name.startsWith(text.slice(1)) : name.includes(text)));
    const tagged = ({ tags }: GroupRow) =>
      (logGroupTags ?? []).every(({ key, values = [] }) => {
        const value = tags[key];
        return value !== undefined && (values.length === 0 || values.some((wanted) => fits(value, wanted)));
      });
    const limit = input.limit ?? DEFAULT_LIMIT;
    const rows = store
      .groups(scope)
      .list(after === undefined ? {} : { after })
      .filter((row) => named(row) && tagged(row) && (logGroupClass === undefined || row.logGroupClass === logGroupClass));
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      logGroups: page.map((row) => ({
        logGroupName: row.name,
        logGroupArn: groupArn(scope, row.name),
        logGroupClass: row.logGroupClass as LogGroupClass,
      })),
      nextToken: rows.length > limit && last ? tokenAfter([last.name]) : undefined,
    };
  },
};

/** `prod*`, `*prod`, `*prod*`, and with `!` in front what is none of it. — model, TagFilterValue */
function fits(value: string, wanted: string): boolean {
  if (wanted.startsWith('!')) return !fits(value, wanted.slice(1));
  const text = wanted.replace(/^\*|\*$/g, '');
  if (wanted.startsWith('*') && wanted.endsWith('*')) return value.includes(text);
  if (wanted.startsWith('*')) return value.endsWith(text);
  return wanted.endsWith('*') ? value.startsWith(text) : value === text;
}
