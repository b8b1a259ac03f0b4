import { groupOfArn, onGroup } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { namesAndPrefixes, notAGroupArn, streamsOfManyGroups, tooManySessions } from '../errors.ts';
import { compileFilter } from '../filter-pattern.ts';
import { liveTail } from '../live-tail.ts';
import { groupArn } from '../store.ts';
import type { Arrival } from '../tails.ts';

/** aws: 15 sessions at once — CloudWatch Logs quotas */
const MOST_SESSIONS = 15;

export const startLiveTail: LogsOperation<'StartLiveTail'> = {
  access: ({ logGroupIdentifiers }, scope) =>
    logGroupIdentifiers.map((arn) => {
      // aws: "Specify each log group by its ARN", which "can't end with an asterisk" — API reference, StartLiveTail
      if (!arn.startsWith('arn:') || arn.endsWith('*')) throw notAGroupArn(arn);
      return onGroup(scope, groupOfArn(arn, scope));
    }),
  run: (input, { scope, requestId, signal }, { store, clock, ids, tails }) => {
    const { logGroupIdentifiers, logStreamNames, logStreamNamePrefixes, logEventFilterPattern } = input;
    if (logStreamNames && logStreamNamePrefixes) throw namesAndPrefixes();
    if ((logStreamNames || logStreamNamePrefixes) && logGroupIdentifiers.length > 1) throw streamsOfManyGroups();
    const folders = new Set(logGroupIdentifiers.map((arn) => store.group(scope, groupOfArn(arn, scope)).folder));
    const matches = compileFilter(logEventFilterPattern ?? '');
    if (tails.count >= MOST_SESSIONS) throw tooManySessions();
    const isWatched = (name: string) =>
      (!logStreamNames || logStreamNames.includes(name)) &&
      (!logStreamNamePrefixes || logStreamNamePrefixes.some((prefix) => name.startsWith(prefix)));
    return {
      responseStream: liveTail({
        clock,
        tails,
        signal,
        start: {
          requestId,
          sessionId: ids.uuid(),
          logGroupIdentifiers,
          logStreamNames,
          logStreamNamePrefixes,
          logEventFilterPattern,
        },
        concerns: ({ group, stream }: Arrival) => folders.has(group.folder) && isWatched(stream.name),
        matches,
        identifierOf: ({ group }: Arrival) => groupArn(scope, group.name),
      }),
    };
  },
};
