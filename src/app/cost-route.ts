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
const LISTED: Readonly<Record<Exclude<ResourceType, 'service'>, readonly [service: string, operation: string]>> = {
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
  secret: ['secretsmanager', 'ListSecrets'],
};

/** Whose requests are counted for the service as a whole. */
const LISTED_BY_SERVICE: Readonly<Record<string, readonly [service: string, operation: string]>> = {
  kms: LISTED.key,
  secretsmanager: LISTED.secret,
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
    const present = (await cost.present(account)).filter(({ resource }) => may(resource));
    const known = (region: string, resource: string) => cost.ledger.resource({ account, region }, resource);
    const rowsOf = (first: string, last: string) =>
      cost.ledger.used(account, first, last).filter(({ resource }) => may(resource));
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

function visible(signer: Signer): (resource: string) => boolean {
  const seen = new Set(Object.values(LISTED).filter((listed) => signer.may(...listed, {})));
  if (seen.size === 0) signer.require(...LISTED.application, {});
  return (resource) => {
    const { type, name } = namedBy(resource);
    const listed = type === 'service' ? LISTED_BY_SERVICE[name] : LISTED[type];
    return listed !== undefined && seen.has(listed);
  };
}

const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && dayOf(Date.parse(text)) === text;

const refused = (message: string): RouteAnswer => json(400, { code: 'InvalidParameter', message });
