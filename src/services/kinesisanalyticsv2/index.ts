import { model, type Operations } from '#api/kinesisanalyticsv2';
import { bind, type Clock, type Ids, type Service } from '#core';
import type { Database } from '#storage';
import type { ControlDeps } from './deps.ts';
import { openEngineView } from './engine-records.ts';
import { openSnapshotKeeping } from './engine-snapshots.ts';
import type { EngineView, SnapshotKeeping } from './engine-view.ts';
import { AWS_LIMITS, type Limits } from './limits.ts';
import { operations } from './operations/index.ts';
import type { CodeStore, Dashboards, JobPlans, RoleTrust, Wake } from './ports.ts';
import { openTables } from './store.ts';
import { type ApplicationUsage, applicationsIn, type SnapshotUsage, snapshotsIn } from './usage.ts';

export type {
  EngineApplication,
  EngineRecord,
  EngineView,
  SnapshotKeeping,
  SnapshotOutcome,
  SnapshotWork,
} from './engine-view.ts';
export { AWS_LIMITS, type Limits, NO_LIMITS } from './limits.ts';
export type {
  ApplicationRef,
  AsRole,
  CodeObject,
  CodeStore,
  Dashboards,
  JobPlans,
  RoleTrust,
  S3Location,
  Wake,
} from './ports.ts';
export type { ApplicationUsage, SnapshotUsage } from './usage.ts';

export interface KinesisAnalyticsNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly roleTrust: RoleTrust;
  readonly code: CodeStore;
  readonly wake: Wake;
  readonly wakeVault?: () => void;
  readonly jobPlans?: JobPlans;
  readonly dashboards?: Dashboards;
  readonly limits?: Partial<Limits>;
}

export interface KinesisAnalytics {
  readonly service: Service;
  /** The engine's side of the table in which both meet. */
  readonly engineView: EngineView;
  /** The side of whoever keeps the account's snapshots. */
  readonly snapshotKeeping: SnapshotKeeping;
  /** Every application and snapshot there is, with what is known of its use. */
  applications(): ApplicationUsage[];
  snapshots(): SnapshotUsage[];
}

/** The control plane of Managed Service for Apache Flink. */
export function openKinesisAnalytics(needs: KinesisAnalyticsNeeds): KinesisAnalytics {
  const tables = openTables(needs.database);
  const deps = {
    tables,
    clock: needs.clock,
    ids: needs.ids,
    limits: { ...AWS_LIMITS, ...needs.limits },
    roleTrust: needs.roleTrust,
    code: needs.code,
    wake: needs.wake,
    wakeVault: needs.wakeVault ?? (() => {}),
    jobPlans: needs.jobPlans ?? { planOf: async () => undefined },
    dashboards: needs.dashboards ?? { urlFor: () => undefined },
  };
  return {
    service: {
      name: 'kinesisanalyticsv2',
      model,
      prefix: 'kinesisanalytics',
      operations: bind<Operations, ControlDeps>(operations, deps),
    },
    engineView: openEngineView(tables, needs),
    snapshotKeeping: openSnapshotKeeping(tables, needs),
    applications: () => applicationsIn(tables),
    snapshots: () => snapshotsIn(tables),
  };
}
