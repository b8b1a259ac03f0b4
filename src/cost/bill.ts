import { GB, hoursOfMonth, KINDS, type Kind, MONTH_HOURS, namedBy, PRESENT, STORAGE_GB_PER_KPU } from './kinds.ts';
import type { ResourceRow, UsageRow } from './ledger.ts';
import type { Presence } from './meters.ts';
import type { Prices } from './prices.ts';
import type { Bill, BillLine } from './shapes.ts';

/** `application`, or `tag:KEY`. */
export type GroupBy = string;

interface Quantity {
  readonly region: string;
  readonly resource: string;
  readonly kind: Kind;
  readonly quantity: number;
}

type Known = (region: string, resource: string) => ResourceRow;

/** What was used, priced. */
export function billOf(rows: readonly UsageRow[], known: Known, prices: Prices, by: GroupBy): Bill {
  const sums = new Map<string, Quantity>();
  for (const { region, resource, kind, amount, day } of rows) {
    if (kind === PRESENT) continue;
    for (const [each, months] of priced(kind, amount)) {
      const quantity = KINDS[each].unit.endsWith('-months') ? (months * MONTH_HOURS) / hoursOfMonth(day) : months;
      const key = `${region} ${each} ${resource}`;
      sums.set(key, { region, resource, kind: each, quantity: (sums.get(key)?.quantity ?? 0) + quantity });
    }
  }
  return bill([...sums.values()], known, prices, by);
}

/** A month of what is there now: what lasts as it is, what happens at its rate of the days in `rows`. */
export function monthOf(
  present: readonly Presence[],
  rows: readonly UsageRow[],
  known: Known,
  prices: Prices,
  by: GroupBy,
): Bill {
  const there = new Map(present.map((each) => [`${each.place.region} ${each.resource}`, each]));
  const hours = new Map<string, number>();
  for (const { region, resource, kind, amount } of rows) {
    const key = `${region} ${resource}`;
    if (kind === PRESENT) hours.set(key, (hours.get(key) ?? 0) + amount);
  }
  const quantities: Quantity[] = [];
  for (const { place, resource, perHour } of present) {
    for (const [kind, amount] of Object.entries(perHour) as [Kind, number][]) {
      for (const [each, quantity] of priced(kind, amount * MONTH_HOURS)) {
        quantities.push({ region: place.region, resource, kind: each, quantity });
      }
    }
  }
  const rates = new Map<string, Quantity>();
  for (const { region, resource, kind, amount } of rows) {
    const seen = hours.get(`${region} ${resource}`) ?? 0;
    if (kind === PRESENT || KINDS[kind].lasting || kind === 'minimum-kpu-hours') continue;
    if (seen <= 0 || !there.has(`${region} ${resource}`)) continue;
    const key = `${region} ${kind} ${resource}`;
    const quantity = (rates.get(key)?.quantity ?? 0) + (amount / seen) * MONTH_HOURS;
    rates.set(key, { region, resource, kind, quantity });
  }
  return bill([...quantities, ...rates.values()], known, prices, by);
}

/** Storage comes with the KPUs. */
function priced(kind: Kind, amount: number): [Kind, number][] {
  if (kind !== 'kpu-hours') return [[kind, amount]];
  return [
    [kind, amount],
    ['running-storage', (amount * STORAGE_GB_PER_KPU) / MONTH_HOURS],
  ];
}

function bill(quantities: readonly Quantity[], known: Known, prices: Prices, by: GroupBy): Bill {
  const lines = quantities.map(({ region, resource, kind, quantity }): BillLine => {
    const { type, name } = namedBy(resource);
    const { tags, application = type === 'application' ? name : undefined } = known(region, resource);
    const perUnit = prices.perUnit[kind];
    const { label, unit } = KINDS[kind];
    const whose = application === undefined ? {} : { application };
    const line = { type, name, region, ...whose, tags, kind, label, quantity, unit, perUnit, cost: quantity * perUnit };
    return { ...line, group: groupOf(line, by) };
  });
  lines.sort((a, b) => b.cost - a.cost || (a.kind < b.kind ? -1 : 1));
  const groups = new Map<string, number>();
  for (const { group, cost } of lines) groups.set(group, (groups.get(group) ?? 0) + cost);
  return {
    total: lines.reduce((sum, { cost }) => sum + cost, 0),
    groups: [...groups].map(([name, cost]) => ({ name, cost })).sort((a, b) => b.cost - a.cost),
    lines,
  };
}

const groupOf = ({ type, name, application, tags }: Omit<BillLine, 'group'>, by: GroupBy): string => {
  if (by.startsWith('tag:')) return tags[by.slice(4)] ?? '';
  return application === undefined ? `${type} ${name}` : `application ${application}`;
};

/** Bytes that are kept, as a price per month has them, in an hour. */
export const gbMonthsPerHour = (bytes: number): number => bytes / GB / MONTH_HOURS;
