/**
 * What a bill says: types only, without imports, since the pages in the browser read them too (`#shapes/cost` there).
 * Money is in the price list's currency.
 */

/** `application/orders`, `stream/orders`, `log-group//aws/…`; `namespace/Orders` of metrics, `service/kms` for the requests of a service. */
export type ResourceType =
  | 'application'
  | 'snapshot'
  | 'stream'
  | 'bucket'
  | 'log-group'
  | 'namespace'
  | 'alarm'
  | 'dashboard'
  | 'key'
  | 'secret'
  | 'trail'
  | 'service';

export interface BillLine {
  readonly type: ResourceType;
  readonly name: string;
  readonly region: string;
  /** Whose costs these are, where they are an application's. */
  readonly application?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** What is metered: one of `KINDS`. */
  readonly kind: string;
  /** The same in words. */
  readonly label: string;
  /** In units: `KPU-hours`. */
  readonly quantity: number;
  readonly unit: string;
  readonly perUnit: number;
  readonly cost: number;
  /** Of which group of the bill. */
  readonly group: string;
  /** In the bill of a month: it has happened too short a time to tell how much more will, so only what was metered is in it. */
  readonly tooYoung?: boolean;
}

export interface Bill {
  readonly total: number;
  /** Dearest first. */
  readonly groups: readonly { readonly name: string; readonly cost: number }[];
  readonly lines: readonly BillLine[];
}

/** What a month comes to: what was metered in it, and what the hours that are left of it will add as things are now. */
export interface MonthBill extends Bill {
  /** `2026-11`, UTC. */
  readonly month: string;
  readonly hoursLeft: number;
  /** What of the total was metered. */
  readonly soFar: number;
  /** What everything that is there now costs in an hour by being there, whatever happens to it. */
  readonly perHour: number;
  /** The same in the 730 hours of a month in the AWS Pricing Calculator. */
  readonly wholeMonth: number;
}

/** Whose prices they are, without the prices. */
export interface PriceList {
  readonly name: string;
  /** When it was read. */
  readonly date: string;
  readonly currency: string;
  readonly sources: readonly string[];
}

/** What was used, from one day to another, at these prices; and what this month comes to. */
export interface CostReport {
  readonly account: string;
  /** Days of UTC: `2026-11-28`. */
  readonly from: string;
  readonly to: string;
  /** `application`, or `tag:KEY`. */
  readonly by: string;
  readonly prices: PriceList;
  readonly metered: Bill;
  readonly month: MonthBill;
}
