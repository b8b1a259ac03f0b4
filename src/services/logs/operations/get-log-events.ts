import { groupOf, onStream } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { badToken, streamNotFound } from '../errors.ts';
import { byTime, readBackward, readForward } from '../reading.ts';

/** aws: as many events as fit in 1 MB, up to 10,000 — API reference, GetLogEvents */
const BOUNDS = { limit: 10_000, maxBytes: 1_048_576 };
const DIGITS = 56;

export const getLogEvents: LogsOperation<'GetLogEvents'> = {
  access: (input, scope) => onStream(scope, groupOf(input, scope), input.logStreamName),
  run: async (input, { scope }, { store }) => {
    const { group, stream } = store.stream(scope, groupOf(input, scope), input.logStreamName);
    const token = input.nextToken === undefined ? undefined : parse(input.nextToken);
    const from = await store.reader(scope, group, stream);
    const { log } = from;
    const bounds = { ...BOUNDS, ...(input.limit !== undefined && { limit: input.limit }) };
    // aws: a token goes on in its own direction; without one the newest come first unless startFromHead — API reference
    const forward = token ? token.forward : input.startFromHead === true;
    const reading = forward
      ? readForward(from, token?.index ?? log.first, input, bounds)
      : readBackward(from, token?.index ?? log.next, input, bounds);
    const page = await reading.catch((failure: unknown) => {
      throw store.isCurrent(scope, group, stream) ? failure : streamNotFound(); // deleted meanwhile
    });
    return {
      events: byTime(page.events).map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
      // at the end the token that was given comes back: that is how clients know — API reference, GetLogEvents
      nextForwardToken: tokenOf('f', page.next),
      nextBackwardToken: tokenOf('b', page.from),
    };
  },
};

const tokenOf = (direction: 'f' | 'b', index: number): string => `${direction}/${String(index).padStart(DIGITS, '0')}/s`;

function parse(token: string): { forward: boolean; index: number } {
  const match = /^([fb])\/(\d{56})\/s$/.exec(token);
  const index = Number(match?.[2]);
  if (!match || !Number.isSafeInteger(index)) throw badToken();
  return { forward: match[1] === 'f', index };
}
