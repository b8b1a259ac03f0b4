import type { Route, Signer } from '#gateway';
import { json } from './answers.ts';
import type { Kind } from './changes/kinds.ts';
import type { Count, Overview } from './shapes.ts';

/** How Millrace itself is. */
export interface ServerFacts {
  readonly version: string;
  readonly startedAt: Date;
  readonly residentBytes: number;
}

export interface OverviewNeeds {
  readonly facts: () => ServerFacts;
  /** What an operation that lists answers, unrecorded; only asked where the signer may call it. */
  readonly read: (
    signer: Signer,
    service: string,
    operation: string,
    input: object,
  ) => Promise<Readonly<Record<string, unknown>>>;
}

interface Counted {
  readonly kind: Kind;
  readonly service: string;
  readonly operation: string;
  readonly input: object;
  readonly lists: readonly string[];
  /** The member of each that says what it does. */
  readonly state?: string;
  /** What a page ends with, and how the next one is asked for by it. */
  readonly page?: readonly [given: string, taken: string];
}

const TOKEN = ['NextToken', 'NextToken'] as const;

const COUNTED: readonly Counted[] = [
  {
    kind: 'application',
    service: 'kinesisanalyticsv2',
    operation: 'ListApplications',
    input: { Limit: 50 },
    lists: ['ApplicationSummaries'],
    state: 'ApplicationStatus',
    page: TOKEN,
  },
  {
    kind: 'stream',
    service: 'kinesis',
    operation: 'ListStreams',
    input: { Limit: 1000 },
    lists: ['StreamSummaries'],
    state: 'StreamStatus',
    page: TOKEN,
  },
  { kind: 'bucket', service: 's3', operation: 'ListBuckets', input: {}, lists: ['Buckets'] },
  {
    kind: 'alarm',
    service: 'cloudwatch',
    operation: 'DescribeAlarms',
    input: { MaxRecords: 100, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
    lists: ['MetricAlarms', 'CompositeAlarms'],
    state: 'StateValue',
    page: TOKEN,
  },
  {
    kind: 'log-group',
    service: 'logs',
    operation: 'DescribeLogGroups',
    input: { limit: 50 },
    lists: ['logGroups'],
    page: ['nextToken', 'nextToken'],
  },
  {
    kind: 'role',
    service: 'iam',
    operation: 'ListRoles',
    input: { MaxItems: 1000 },
    lists: ['Roles'],
    page: ['Marker', 'Marker'],
  },
  { kind: 'topic', service: 'sns', operation: 'ListTopics', input: {}, lists: ['Topics'], page: TOKEN },
];

/** Ours: an account that has more is told that it has at least so many. */
const PAGES = 20;

/** How everything is, in one answer: what there is of each kind the reader may list, by its state. */
export const overviewRoute = ({ facts, read }: OverviewNeeds): Route => ({
  method: 'GET',
  path: '/_millrace/console/overview',
  handle: async (request) => {
    const signer = await request.signer();
    const counts: [Kind, Count][] = [];
    for (const counted of COUNTED) {
      const { kind, service, operation, input } = counted;
      if (signer.may(service, operation, input)) counts.push([kind, await count(counted, signer, read)]);
    }
    const { version, startedAt, residentBytes } = facts();
    const overview: Overview = { version, startedAt: startedAt.getTime(), residentBytes, counts: Object.fromEntries(counts) };
    return json(200, overview);
  },
});

async function count(
  { service, operation, input, lists, state, page }: Counted,
  signer: Signer,
  read: OverviewNeeds['read'],
): Promise<Count> {
  const found: Count = { total: 0, states: {} };
  let more: object = {};
  for (let pages = 0; pages < PAGES; pages++) {
    const answer = await read(signer, service, operation, { ...input, ...more });
    for (const each of lists.flatMap((list) => (answer[list] ?? []) as Record<string, unknown>[])) {
      found.total++;
      const is = state === undefined ? undefined : each[state];
      if (typeof is === 'string') found.states[is] = (found.states[is] ?? 0) + 1;
    }
    const next = page && answer[page[0]];
    if (!page || typeof next !== 'string' || next === '') return found;
    more = { [page[1]]: next };
  }
  return { ...found, more: true };
}
