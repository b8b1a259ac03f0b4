export { ApplicationUsage, type EngineMeter } from './applications.ts';
export { billOf, gbMonthsPerHour } from './bill.ts';
export { GB, type Kind, MONTH_HOURS, namedBy, resourceOf } from './kinds.ts';
export { dayOf, type Place, UsageLedger } from './ledger.ts';
export { Meters, type Presence, type Source } from './meters.ts';
export { monthOf } from './month.ts';
export { pricesOf } from './price-file.ts';
export { type Prices, pricesFrom, US_EAST_1 } from './prices.ts';
export type { Bill, BillLine, CostReport, MonthBill, ResourceType } from './shapes.ts';
