import type { StartQueryRequest } from '#api/logs';
import type { Scope } from '#core';
import { groupOf, onGroup } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { endsBeforeStart, languageNotBuilt, queriedGroupNotFound, queriedGroups, tooManyGroups } from '../errors.ts';
import { planQuery } from '../insights/plan.ts';
import { runPlan } from '../insights/run.ts';
import type { Source } from '../search.ts';

/** aws: at most 50 — API reference, StartQuery */
const MOST_GROUPS = 50;

export const startQuery: LogsOperation<'StartQuery'> = {
  access: (input, scope) => groupsOf(input, scope).map((name) => onGroup(scope, name)),
  run: (input, { scope, requestId }, { store, clock, queries, meter }) => {
    const { queryLanguage = 'CWLI', queryString, startTime, endTime } = input;
    if (queryLanguage !== 'CWLI') throw languageNotBuilt(queryLanguage);
    const names = groupsOf(input, scope);
    if (endTime < startTime) throw endsBeforeStart();
    const plan = planQuery(queryString, { limit: input.limit, now: clock.millis() });
    const sources = names.flatMap((name) => {
      const group = store.groups(scope).get(name);
      if (!group) throw queriedGroupNotFound(name, scope.account, requestId);
      return store
        .streams(scope)
        .list({ under: [name] })
        .map((stream) => ({ scope, group, stream }));
    });
    // aws: both ends belong to the time, in seconds — API reference, StartQuery
    const range = { startTime: startTime * 1000, endTime: (endTime + 1) * 1000 };
    // aws: how DescribeQueries shows it — recorded answer
    const text = `SOURCE ${names.map((name) => `"${name}"`).join(', ')} START=${startTime}000 END=${endTime}999 | ${queryString}`;
    const looked = ({ group }: Source, bytesScanned: number) => meter(scope, group.name, { bytesScanned });
    const run = (signal: AbortSignal) => runPlan(plan, { store, sources, range, looked }, signal);
    return { queryId: queries.start({ scope, groups: names, text }, run) };
  },
};

function groupsOf({ logGroupName, logGroupNames, logGroupIdentifiers }: StartQueryRequest, scope: Scope): string[] {
  const given = [logGroupName === undefined ? undefined : [logGroupName], logGroupNames, logGroupIdentifiers].filter(
    (each) => each !== undefined && each.length > 0,
  );
  const [names] = given;
  if (given.length !== 1 || !names) throw queriedGroups();
  if (names.length > MOST_GROUPS) throw tooManyGroups(MOST_GROUPS);
  return [...new Set(names.map((logGroupIdentifier) => groupOf({ logGroupIdentifier }, scope)))];
}
