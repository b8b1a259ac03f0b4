import type { Clock, Ids } from '#core';
import type { Limits } from './limits.ts';
import type { CodeStore, Dashboards, JobPlans, RoleTrust, Wake } from './ports.ts';
import type { ControlTables } from './store.ts';

/** What the operations of this service need. */
export interface ControlDeps {
  readonly tables: ControlTables;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly limits: Limits;
  readonly roleTrust: RoleTrust;
  readonly code: CodeStore;
  readonly wake: Wake;
  /** Tells the keeper of snapshots that there is something to move or delete. */
  readonly wakeVault: () => void;
  readonly jobPlans: JobPlans;
  readonly dashboards: Dashboards;
}
