import type { ListStreamConsumersInput, ListStreamConsumersOutput } from '#api/kinesis';
import type { Operation } from '#core';
import { onStream, streamOf } from '../address.ts';
import { consumerShape } from '../consumer.ts';
import type { KinesisDeps } from '../deps.ts';
import { badToken } from '../listing-errors.ts';
import { openToken, sealToken } from '../page-token.ts';

/** — aws: API reference, ListStreamConsumers */
const DEFAULT_LIMIT = 100;

interface Page {
  readonly id: string;
  readonly after: string;
}

export const listStreamConsumers: Operation<ListStreamConsumersInput, ListStreamConsumersOutput, KinesisDeps> = {
  access: onStream,
  run: (input, call, deps) => {
    const { streams, clock, seal } = deps;
    const now = clock.millis();
    const stream = streamOf(input, call, deps);
    const page = input.NextToken === undefined ? undefined : openToken<Page>(input.NextToken, seal, now);
    if (page && page.id !== stream.row.id) throw badToken();
    const limit = input.MaxResults ?? DEFAULT_LIMIT;
    const found = streams
      .in(stream.scope)
      .consumers(stream)
      .list(page?.after, limit + 1);
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    const more = found.length > limit && last;
    return {
      Consumers: shown.map((row) => consumerShape(stream.arn, row, now)),
      NextToken: more ? sealToken<Page>({ id: stream.row.id, after: last.name }, seal, now) : undefined,
    };
  },
};
