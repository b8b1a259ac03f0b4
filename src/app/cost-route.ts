import type { Clock } from '#core';
import { billOf, type CostReport, dayOf, monthOf, namedBy, type Prices, type ResourceType } from '#cost';
import type { Route, RouteAnswer, Signer } from '#gateway';
import type { Cost } from './cost.ts';

export const COST_PATH = '/_millrace/console/cost';

const json = (status: number, body: unknown): RouteAnswer => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

/** Who may list things may know what they cost. */
const LISTED: Readonly<Record<ResourceType, readonly [service: string, operation: string]>> = {
  application: ['kinesisanalyticsv2', 'ListApplications'],
  snapshot: ['kinesisanalyticsv2', 'ListApplications'],
  stream: ['kinesis', 'ListStreams'],
  bucket: ['s3', 'ListBuckets'],
  'log-group': ['logs', 'DescribeLogGroups'],
  namespace: ['cloudwatch', 'ListMetrics'],
  alarm: ['cloudwatch', 'DescribeAlarms'],
  dashboard: ['cloudwatch', 'ListDashboards'],
  key: ['kms', 'ListKeys'],
  trail: ['cloudtrail', 'ListTrails'],
  service: ['kms', 'ListKeys'],
};

const DAY_MS = 86_400_000;

export const costRoute = (cost: Cost, prices: Prices, clock: Clock): Route => ({
  method: 'GET',
  path: COST_PATH,
  handle: async (request) => {
    const signer = await request.signer();
    const may = visible(signer);
    const now = clock.millis();
    const today = dayOf(now);
    const { query } = request;
    const [from, to, by] = [
      query.get('from') ?? `${today.slice(0, 8)}01`,
      query.get('to') ?? today,
      query.get('by') ?? 'application',
    ];
    for (const [name, day] of Object.entries({ from, to })) if (!isDay(day)) return refused(`${name} is a day such as ${today}.`);
    if (from > to) return refused('from is not after to.');
    if (by !== 'application' && !/^tag:./.test(by)) return refused('by is application, or tag: and the key of a tag.');
    const { account } = signer.scope;
    const present = (await cost.present(account)).filter(({ resource }) => may(namedBy(resource).type));
    const known = (region: string, resource: string) => cost.ledger.resource({ account, region }, resource);
    const rowsOf = (first: string, last: string) =>
      cost.ledger.used(account, first, last).filter(({ resource }) => may(namedBy(resource).type));
    const { perUnit: _, ...list } = prices;
    const report: CostReport = {
      account,
      from,
      to,
      by,
      prices: list,
      metered: billOf(rowsOf(from, to), known, prices, by),
      month: monthOf(
        { now, present, used: rowsOf(`${today.slice(0, 8)}01`, today), recent: rowsOf(dayOf(now - DAY_MS), today) },
        known,
        prices,
        by,
      ),
    };
    return json(200, report);
  },
});

function visible(signer: Signer): (type: ResourceType) => boolean {
  const types = Object.keys(LISTED) as ResourceType[];
  const seen = new Set(types.filter((type) => signer.may(...LISTED[type], {})));
  if (seen.size === 0) signer.require(...LISTED.application, {});
  return (type) => seen.has(type);
}

const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && dayOf(Date.parse(text)) === text;

const refused = (message: string): RouteAnswer => json(400, { code: 'InvalidParameter', message });
