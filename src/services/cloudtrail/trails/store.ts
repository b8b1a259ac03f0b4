import { arnOf, type Caller, type Scope } from '#core';
import { type Database, Table } from '#storage';
import type { TrailEvent } from '../event.ts';
import type { Interest } from '../recorder.ts';
import { mayWantData, mayWantManagement, type Selectors, wants } from './selectors.ts';

/** A trail as it is kept, in its home region. */
export interface TrailRow extends Selectors {
  readonly name: string;
  readonly partition: string;
  readonly bucket: string;
  readonly prefix?: string;
  /** The ARN of the key of KMS that files are encrypted with. */
  readonly kmsKeyId?: string;
  /** The log group that events go to, too. */
  readonly logs?: { readonly groupArn: string; readonly roleArn: string };
  /** The topic that hears of files, as it was named. */
  readonly topic?: { readonly name: string; readonly arn: string };
  readonly global: boolean;
  readonly multiRegion: boolean;
  readonly validation: boolean;
  readonly logging: boolean;
  /** Milliseconds. */
  readonly startedAt?: number;
  readonly stoppedAt?: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** A trail, and where it lives. */
export interface Trail {
  readonly scope: Scope;
  readonly arn: string;
  readonly row: TrailRow;
}

export const trailArn = (scope: Scope, name: string): string => arnOf('cloudtrail', scope, `trail/${name}`);

/** What trails cause themselves: told of it they would have no end. */
const isDelivery = ({ userArn, invokedBy, dataOf, source }: TrailEvent): boolean =>
  (userArn === PRINCIPAL || invokedBy === PRINCIPAL) &&
  (dataOf !== undefined || source === 'sts.amazonaws.com' || source === 'kms.amazonaws.com');

/** What waits for a trail's log group waits under this name. */
export const logsOf = (arn: string): string => `${arn}#logs`;

/** The service itself: what it delivers is no news to its trails. */
export const PRINCIPAL = 'cloudtrail.amazonaws.com';

export const trailPrincipal = (partition: string): Caller => ({
  kind: 'service',
  partition,
  account: '',
  arn: PRINCIPAL,
  userId: PRINCIPAL,
});

/** All trails, in memory: every event is held against them. */
export class Trails implements Interest {
  readonly #database: Database;
  readonly #table: Table<TrailRow>;
  #all: readonly Trail[] = [];

  constructor(database: Database) {
    this.#database = database;
    this.#table = new Table(database, { name: 'cloudtrail_trail', key: ['name'] });
    this.#read();
  }

  /** Every trail of an account that is seen in a region: those of the region, and those of all regions. */
  seenIn({ account, region }: Pick<Scope, 'account' | 'region'>): Trail[] {
    return this.#all.filter(({ scope, row }) => scope.account === account && (scope.region === region || row.multiRegion));
  }

  of(account: string): Trail[] {
    return this.#all.filter(({ scope }) => scope.account === account);
  }

  all(): readonly Trail[] {
    return this.#all;
  }

  put(scope: Scope, row: TrailRow): Trail {
    this.#table.in(scope).put([row.name], row);
    this.#changed();
    return { scope, arn: trailArn(scope, row.name), row };
  }

  delete({ scope, row }: Trail): void {
    this.#table.in(scope).delete(row.name);
    this.#changed();
  }

  /** aws: the first copy of management events is free in each region — pricing page. Here: that of the trail that comes first by name. */
  hasFirstCopy({ arn, scope }: Trail, region: string): boolean {
    const first = this.of(scope.account).find(
      (trail) => trail.row.logging && (trail.row.multiRegion || trail.scope.region === region) && mayWantManagement(trail.row),
    );
    return first === undefined || first.arn === arn;
  }

  anyDataOf(type: string): boolean {
    return this.#all.some(({ row }) => row.logging && mayWantData(row, type));
  }

  trailsFor(event: TrailEvent): string[] {
    if (isDelivery(event)) return [];
    return this.#all
      .filter(({ scope, row }) => {
        if (!row.logging || scope.account !== event.account) return false;
        if (!row.global && event.source === 'iam.amazonaws.com') return false;
        return (row.multiRegion || scope.region === event.region) && wants(row, event);
      })
      .flatMap(({ arn, row }) => (row.logs ? [arn, logsOf(arn)] : [arn]));
  }

  #changed(): void {
    this.#read();
    // if the commit fails the rows are as they were
    this.#database.settled().catch(() => this.#read());
  }

  #read(): void {
    this.#all = this.#table.scopes().flatMap((where) =>
      this.#table
        .in(where)
        .list()
        .map((row) => {
          const scope = { partition: row.partition, ...where };
          return { scope, arn: trailArn(scope, row.name), row };
        }),
    );
  }
}
