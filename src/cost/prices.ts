import { OperatorError } from '#core';
import { KINDS, type Kind } from './kinds.ts';
import type { PriceList } from './shapes.ts';

/** A price list: what one unit of each kind costs. */
export interface Prices extends PriceList {
  readonly perUnit: Readonly<Record<Kind, number>>;
}

/**
 * AWS's list prices in US East (N. Virginia), the first tier of each, without free tiers, discounts and taxes.
 * aws: KPUs, storage and backups — developer guide of Managed Service for Apache Flink, "Per second billing", read 2026-11-28;
 * streams, logs (queries included), metrics, alarms, keys and secrets with their requests, and S3 — AWS's price list of that region as public tests of cost
 * tools have recorded it (infracost), and the pricing pages in `sources`; trails — the example on their pricing page. No live page was
 * read: whoever pays should compare.
 */
export const US_EAST_1: Prices = {
  name: 'AWS list prices, us-east-1',
  date: '2026-11-28',
  currency: 'USD',
  sources: [
    'https://docs.aws.amazon.com/managed-flink/latest/java/how-pricing.html',
    'https://aws.amazon.com/managed-service-apache-flink/pricing/',
    'https://aws.amazon.com/kinesis/data-streams/pricing/',
    'https://aws.amazon.com/s3/pricing/',
    'https://aws.amazon.com/cloudwatch/pricing/',
    'https://aws.amazon.com/kms/pricing/',
    'https://aws.amazon.com/secrets-manager/pricing/',
    'https://aws.amazon.com/cloudtrail/pricing/',
  ],
  perUnit: {
    'kpu-hours': 0.11,
    'orchestration-kpu-hours': 0.11,
    'minimum-kpu-hours': 0.11,
    'running-storage': 0.1,
    backups: 0.023,
    'shard-hours': 0.015,
    'extended-shard-hours': 0.02,
    'put-units': 0.014 / 1_000_000,
    'fan-out-shard-hours': 0.015,
    'fan-out-gb': 0.013,
    'on-demand-fan-out-gb': 0.05,
    'on-demand-hours': 0.04,
    'on-demand-in-gb': 0.08,
    'on-demand-out-gb': 0.04,
    's3-writes': 0.005 / 1000,
    's3-reads': 0.0004 / 1000,
    's3-storage': 0.023,
    'log-in-gb': 0.5,
    'log-scanned-gb': 0.005,
    'log-storage': 0.03,
    'custom-metrics': 0.3,
    alarms: 0.1,
    'high-alarms': 0.3,
    'composite-alarms': 0.5,
    dashboards: 3,
    keys: 1,
    'key-requests': 0.03 / 10_000,
    secrets: 0.4,
    'secret-requests': 0.05 / 10_000,
    'trail-events': 2 / 100_000,
    'trail-data-events': 0.1 / 100_000,
  },
};

/** A price file of the operator's own: what it does not name stays as AWS's list has it. */
export function pricesFrom(text: string, file: string): Prices {
  const invalid = (why: string) =>
    new OperatorError('InvalidPrices', `the price file ${file} ${why}.`, 'docs/guide/cost.md shows what it looks like.');
  let given: Record<string, unknown>;
  try {
    given = JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw invalid('is not JSON');
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw invalid('is not a JSON object');
  const { name = file, date = '', currency = US_EAST_1.currency, sources = [], perUnit = {}, ...rest } = given;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw invalid(`has a member ${unknown}`);
  if (typeof name !== 'string' || typeof date !== 'string' || typeof currency !== 'string')
    throw invalid('has a name, date or currency that is no text');
  if (!Array.isArray(sources) || sources.some((each) => typeof each !== 'string')) throw invalid('has sources that are no texts');
  if (typeof perUnit !== 'object' || perUnit === null) throw invalid('has no object perUnit');
  for (const [kind, price] of Object.entries(perUnit)) {
    if (!Object.hasOwn(KINDS, kind)) throw invalid(`prices ${kind}, which is not metered`);
    if (typeof price !== 'number' || !Number.isFinite(price) || price < 0)
      throw invalid(`has a price of ${kind} that is no amount`);
  }
  return { name, date, currency, sources, perUnit: { ...US_EAST_1.perUnit, ...(perUnit as Partial<Prices['perUnit']>) } };
}
