import type { ListStreamsInput, ListStreamsOutput } from '#api/kinesis';
import type { Operation } from '#core';
import type { KinesisDeps } from '../deps.ts';
import { badToken, listStreamsTakesOne } from '../listing-errors.ts';
import { openToken, sealToken } from '../page-token.ts';
import { statusOf, wholeSecond } from '../stream.ts';

/** — aws: API reference, ListStreams */
const DEFAULT_LIMIT = 100;

interface Page {
  readonly account: string;
  readonly after: string;
}

export const listStreams: Operation<ListStreamsInput, ListStreamsOutput, KinesisDeps> = {
  access: () => ({ resource: '*' }),
  run: (input, { scope }, { streams, clock, seal }) => {
    const now = clock.millis();
    if (input.NextToken !== undefined && input.ExclusiveStartStreamName !== undefined) throw listStreamsTakesOne();
    const page = input.NextToken === undefined ? undefined : openToken<Page>(input.NextToken, seal, now);
    if (page && page.account !== scope.account) throw badToken();
    const limit = input.Limit ?? DEFAULT_LIMIT;
    const found = streams.in(scope).list(page?.after ?? input.ExclusiveStartStreamName, limit + 1);
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    const more = found.length > limit;
    return {
      StreamNames: shown.map(({ row }) => row.name),
      HasMoreStreams: more,
      NextToken: more && last ? sealToken<Page>({ account: scope.account, after: last.row.name }, seal, now) : undefined,
      StreamSummaries: shown.map(({ row, arn }) => ({
        StreamName: row.name,
        StreamARN: arn,
        StreamStatus: statusOf(row, now),
        StreamModeDetails: { StreamMode: row.mode },
        StreamCreationTimestamp: wholeSecond(row.createdAt),
      })),
    };
  },
};
