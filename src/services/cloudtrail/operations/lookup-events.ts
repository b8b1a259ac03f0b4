import { createHash } from 'node:crypto';
import type { LookupEventsRequest } from '#api/cloudtrail';
import type { CloudTrailOperation } from '../deps.ts';
import { badMaxResults, badReadOnly, badTimeRange, badToken, noInsights, oneAttribute } from '../errors.ts';
import { HISTORY_MS, type Position } from '../history.ts';

/** aws: 50 at once, also by default — API reference, LookupEvents */
const MOST = 50;

export const lookupEvents: CloudTrailOperation<'LookupEvents'> = {
  access: () => ({ resource: '*' }),
  run: async (input, { scope }, { history, recorder, clock, lookups }) => {
    lookups(scope);
    const { LookupAttributes: attributes = [], StartTime, EndTime, MaxResults: limit = MOST } = input;
    if (input.EventCategory !== undefined) throw noInsights();
    // aws: "the list can contain only one item" — API reference, LookupEvents
    if (attributes.length > 1) throw oneAttribute();
    if (limit < 1 || limit > MOST) throw badMaxResults();
    if (StartTime && EndTime && StartTime > EndTime) throw badTimeRange();
    const [attribute] = attributes;
    if (attribute?.AttributeKey === 'ReadOnly' && !/^(true|false)$/.test(attribute.AttributeValue)) {
      throw badReadOnly(attribute.AttributeValue);
    }
    const before = input.NextToken === undefined ? undefined : positionIn(input.NextToken, input);
    // what was answered before this call can be found by it
    await recorder.flush();
    const oldest = clock.millis() - HISTORY_MS;
    const found = history.find(scope, {
      ...(attribute && { attribute: { key: attribute.AttributeKey, value: attribute.AttributeValue } }),
      from: Math.max(StartTime?.getTime() ?? 0, oldest),
      to: EndTime?.getTime() ?? Number.MAX_SAFE_INTEGER,
      before,
      limit: limit + 1,
    });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      Events: page.map((event) => ({
        EventId: event.id,
        EventName: event.name,
        ReadOnly: event.readOnly ? 'true' : 'false',
        AccessKeyId: event.accessKeyId ?? undefined,
        EventTime: new Date(event.at),
        EventSource: event.source,
        Username: event.userName ?? undefined,
        Resources: event.named.map(({ type, name }) => ({ ResourceType: type, ResourceName: name })),
        CloudTrailEvent: event.text,
      })),
      NextToken: found.length > limit && last ? tokenAt(last, input) : undefined,
    };
  },
};

/** aws: a token goes with the parameters it was answered for — API reference, LookupEvents, NextToken */
const questionOf = ({ LookupAttributes, StartTime, EndTime }: LookupEventsRequest): string =>
  createHash('sha256')
    .update(JSON.stringify([LookupAttributes ?? [], StartTime?.getTime(), EndTime?.getTime()]))
    .digest('base64url')
    .slice(0, 12);

const tokenAt = ({ at, seq }: Position, input: LookupEventsRequest): string =>
  Buffer.from(JSON.stringify([at, seq, questionOf(input)])).toString('base64url');

function positionIn(token: string, input: LookupEventsRequest): Position {
  try {
    const [at, seq, question] = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as unknown[];
    if (typeof at === 'number' && typeof seq === 'number' && question === questionOf(input)) return { at, seq };
  } catch {
    // said below
  }
  throw badToken();
}
