import type { Consumer, ConsumerStatus } from '#api/kinesis';
import type { Scope } from '#core';
import { wholeSecond } from './stream.ts';

/** A registered consumer (enhanced fan-out) as it is kept. */
export interface ConsumerRow {
  readonly name: string;
  readonly createdAt: number;
  readonly underway?: { readonly status: Exclude<ConsumerStatus, 'ACTIVE'>; readonly until: number };
  readonly tags: Readonly<Record<string, string>>;
  readonly policy?: string;
  /** What its ARNs mean, and the policy by those ids: see `PinnedPolicy`. */
  readonly policyPins?: Readonly<Record<string, string>>;
  readonly policyInForce?: string;
}

export const consumerStatus = (row: ConsumerRow, now: number): ConsumerStatus =>
  row.underway && now < row.underway.until ? row.underway.status : 'ACTIVE';

export const isConsumerGone = (row: ConsumerRow, now: number): boolean =>
  row.underway?.status === 'DELETING' && now >= row.underway.until;

export const consumerArn = (streamArn: string, row: ConsumerRow): string =>
  `${streamArn}/consumer/${row.name}:${Math.floor(row.createdAt / 1000)}`;

export const consumerShape = (streamArn: string, row: ConsumerRow, now: number): Consumer => ({
  ConsumerName: row.name,
  ConsumerARN: consumerArn(streamArn, row),
  ConsumerStatus: consumerStatus(row, now),
  ConsumerCreationTimestamp: wholeSecond(row.createdAt),
});

export interface ConsumerAddress {
  readonly scope: Scope;
  readonly stream: string;
  readonly consumer: string;
  readonly createdSeconds: number;
}
