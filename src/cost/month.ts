import { charged, type GroupBy, type Known, priced, type Quantity, quantitiesOf } from './bill.ts';
import { HOUR_MS, hoursOfMonth, KINDS, type Kind, MONTH_HOURS, PRESENT } from './kinds.ts';
import { dayOf, type UsageRow } from './ledger.ts';
import type { Presence } from './meters.ts';
import type { Prices } from './prices.ts';
import type { MonthBill } from './shapes.ts';

/** Ours: what happens to a resource is not carried forward before it has been looked at for so long; a rate of minutes tells nothing. */
export const RATE_HOURS = 6;

export interface MonthToTell {
  /** In milliseconds since the epoch: it says which month. */
  readonly now: number;
  /** What was used from the month's first day until now. */
  readonly used: readonly UsageRow[];
  /** What was used yesterday and today: how much happens is taken from it. */
  readonly recent: readonly UsageRow[];
  /** What is there now. */
  readonly present: readonly Presence[];
}

/**
 * What this month comes to: what was metered in it, what is there now for the hours that are left of it, and what happens at its rate of
 * yesterday and today, where that is known for six hours at least.
 */
export function monthOf({ now, used, recent, present }: MonthToTell, known: Known, prices: Prices, by: GroupBy): MonthBill {
  const today = dayOf(now);
  const hours = hoursOfMonth(today);
  const hoursLeft = hours - (now - Date.parse(`${today.slice(0, 8)}01`)) / HOUR_MS;
  const soFar = quantitiesOf(used);
  const quantities = new Map(soFar.map((each) => [keyOf(each), each]));
  const more = (to: Omit<Quantity, 'quantity'>, quantity: number) => {
    const before = quantities.get(keyOf(to));
    quantities.set(keyOf(to), { ...to, quantity: (before?.quantity ?? 0) + quantity });
  };
  const whole: Quantity[] = [];
  for (const { place, resource, perHour } of present) {
    const at = { region: place.region, resource };
    for (const [of, amount] of Object.entries(perHour) as [Kind, number][]) {
      for (const [kind, quantity] of charged(of, amount * hoursLeft, hours)) more({ ...at, kind }, quantity);
      for (const [kind, quantity] of charged(of, amount * MONTH_HOURS, MONTH_HOURS)) whole.push({ ...at, kind, quantity });
    }
  }
  for (const { seenHours, amount, ...what } of ratesOf(recent, present)) {
    if (seenHours < RATE_HOURS) more({ ...what, tooYoung: true }, 0);
    else more(what, (amount / seenHours) * hoursLeft);
  }
  const total = (of: readonly Quantity[]) => priced(of, known, prices, by).total;
  const wholeMonth = total(whole);
  const bill = priced([...quantities.values()], known, prices, by);
  return { ...bill, month: today.slice(0, 7), hoursLeft, soFar: total(soFar), perHour: wholeMonth / MONTH_HOURS, wholeMonth };
}

interface Rate extends Omit<Quantity, 'quantity' | 'tooYoung'> {
  readonly amount: number;
  readonly seenHours: number;
}

/** How much has happened to what is still there, and in how many hours. */
function ratesOf(recent: readonly UsageRow[], present: readonly Presence[]): Rate[] {
  const there = new Set(present.map(({ place, resource }) => `${place.region} ${resource}`));
  const hours = new Map<string, number>();
  const rates = new Map<string, Rate>();
  for (const { region, resource, kind, amount } of recent) {
    const of = `${region} ${resource}`;
    if (kind === PRESENT) hours.set(of, (hours.get(of) ?? 0) + amount);
    else if (there.has(of) && !KINDS[kind].lasting && kind !== 'minimum-kpu-hours') {
      const what = { region, resource, kind };
      rates.set(keyOf(what), { ...what, amount: (rates.get(keyOf(what))?.amount ?? 0) + amount, seenHours: 0 });
    }
  }
  return [...rates.values()].map((rate) => ({ ...rate, seenHours: hours.get(`${rate.region} ${rate.resource}`) ?? 0 }));
}

const keyOf = ({ region, resource, kind }: Pick<Quantity, 'region' | 'resource' | 'kind'>): string =>
  `${region} ${kind} ${resource}`;
