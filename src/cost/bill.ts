import { GB, hoursOfMonth, KINDS, type Kind, MONTH_HOURS, namedBy, PRESENT, STORAGE_GB_PER_KPU } from './kinds.ts';
import type { ResourceRow, UsageRow } from './ledger.ts';
import type { Prices } from './prices.ts';
import type { Bill, BillLine } from './shapes.ts';

/** `application`, or `tag:KEY`. */
export type GroupBy = string;

export interface Quantity {
  readonly region: string;
  readonly resource: string;
  readonly kind: Kind;
  readonly quantity: number;
  /** What of it happens happens too short a time to tell how much more will. */
  readonly tooYoung?: boolean | undefined;
}

export type Known = (region: string, resource: string) => ResourceRow;

/** What was used, priced. */
export const billOf = (rows: readonly UsageRow[], known: Known, prices: Prices, by: GroupBy): Bill =>
  priced(quantitiesOf(rows), known, prices, by);

/** What was used, in the units that are charged for. */
export function quantitiesOf(rows: readonly UsageRow[]): Quantity[] {
  const sums = new Map<string, Quantity>();
  for (const { region, resource, kind, amount, day } of rows) {
    if (kind === PRESENT) continue;
    for (const [each, quantity] of charged(kind, amount, hoursOfMonth(day))) {
      const key = `${region} ${each} ${resource}`;
      sums.set(key, { region, resource, kind: each, quantity: (sums.get(key)?.quantity ?? 0) + quantity });
    }
  }
  return [...sums.values()];
}

/** An amount in the units that are charged for: storage comes with the KPUs, and a month has so many hours. */
export function charged(kind: Kind, amount: number, hours: number): [Kind, number][] {
  const months = (each: Kind, quantity: number): [Kind, number] => [
    each,
    KINDS[each].unit.endsWith('-months') ? (quantity * MONTH_HOURS) / hours : quantity,
  ];
  if (kind !== 'kpu-hours') return [months(kind, amount)];
  return [months(kind, amount), months('running-storage', (amount * STORAGE_GB_PER_KPU) / MONTH_HOURS)];
}

/** What that costs: its lines, dearest first, and their groups. */
export function priced(quantities: readonly Quantity[], known: Known, prices: Prices, by: GroupBy): Bill {
  const lines = quantities.map(({ region, resource, kind, quantity, tooYoung }): BillLine => {
    const { type, name } = namedBy(resource);
    const { tags, application = type === 'application' ? name : undefined } = known(region, resource);
    const perUnit = prices.perUnit[kind];
    const { label, unit } = KINDS[kind];
    const whose = application === undefined ? {} : { application };
    const line = { type, name, region, ...whose, tags, kind, label, quantity, unit, perUnit, cost: quantity * perUnit };
    return { ...line, group: groupOf(line, by), ...(tooYoung && { tooYoung }) };
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
