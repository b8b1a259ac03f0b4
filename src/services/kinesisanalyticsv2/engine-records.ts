import { type Clock, type Ids, parseArn, type Scope } from '#core';
import { failUnfinished, snapshotsFor, writeEnhanced } from './engine-snapshots.ts';
import type { EngineApplication, EngineRecord, EngineView } from './engine-view.ts';
import { conditionalToken, operationId, ordered, parallelismOf, withParallelism } from './orders.ts';
import type { ApplicationRow, OperationRow, SnapshotRow } from './rows.ts';
import { type ControlStore, type ControlTables, findVersion } from './store.ts';

const ERROR_STRING_LIMIT = 512;

/** The service's half of the table in which control plane and engine meet. */
export function openEngineView(tables: ControlTables, { clock, ids }: { clock: Clock; ids: Ids }): EngineView {
  const scopeOf = (row: ApplicationRow): Scope => {
    const arn = parseArn(row.arn);
    return { partition: arn?.partition ?? 'aws', account: arn?.account ?? '', region: arn?.region ?? '' };
  };
  const all = () =>
    tables.scopes().flatMap((scope) =>
      tables
        .in(scope)
        .applications.list()
        .map((row) => ({ ref: { scope: scopeOf(row), name: row.name }, clusterId: row.clusterId })),
    );
  return {
    refs: () => all().map(({ ref }) => ref),
    byCluster: (clusterId) => all().find((entry) => entry.clusterId === clusterId)?.ref,
    load(ref) {
      const store = tables.in(ref.scope);
      const row = store.applications.get(ref.name);
      return row && loaded(store, row, ref);
    },
    configurationOf(ref, versionId) {
      return findVersion(tables.in(ref.scope), ref.name, versionId)?.configuration;
    },
    inlineCode: (ref, id) => tables.in(ref.scope).code(ref.name, id),
    record(ref, change) {
      const store = tables.in(ref.scope);
      return store.transaction(() => {
        const row = store.applications.get(ref.name);
        if (!row || row.generation !== change.generation) return false;
        write(store, row, change, clock.millis(), ids);
        return true;
      });
    },
  };
}

const loaded = (store: ControlStore, row: ApplicationRow, ref: EngineApplication['ref']): EngineApplication => ({
  rolledBackTo: store.version(row).rolledBackTo,
  ref,
  arn: row.arn,
  clusterId: row.clusterId,
  status: row.status,
  versionId: row.versionId,
  generation: row.generation,
  order: row.order,
  run: row.run,
  currentParallelism: row.currentParallelism,
  health: row.health,
  meter: row.meter,
  maintenanceStart: row.maintenanceStart,
  configuration: store.version(row).configuration,
  snapshots: snapshotsFor(store, row),
  notes: store.notes.get(row.name),
});

function write(store: ControlStore, row: ApplicationRow, change: EngineRecord, now: number, ids: Ids): void {
  if (change.gone) {
    failUnfinished(store, row, now);
    store.forget(row.name);
    return;
  }
  if (change.notes !== undefined) store.notes.put([row.name], change.notes);
  if (change.forgotten !== undefined) store.snapshots.delete(row.name, change.forgotten);
  if (change.snapshot?.enhanced) writeEnhanced(store, row, change.snapshot, now, ids);
  else if (change.snapshot) writeSnapshot(store, row, change.snapshot, now);
  let next: ApplicationRow = { ...row, ...(change.status && { status: change.status }) };
  if (change.health !== undefined) next = withHealth(next, change.health);
  if (change.currentParallelism !== undefined) {
    const { currentParallelism: _, ...rest } = next;
    next = change.currentParallelism === null ? rest : { ...rest, currentParallelism: change.currentParallelism };
  }
  if (change.meter) next = { ...next, meter: change.meter };
  if (change.begin) next = begunByService(store, next, change.begin, { now, ids, fromParallelism: parallelismOf(store, row) });
  if (change.finish) {
    const { order, ...rest } = next;
    next = rest;
    // Only an update has made a version; what autoscaling has changed is the parallelism alone.
    if (change.revert && order?.fromVersion !== undefined) next = reverted(store, next, order.fromVersion, now, ids);
    if (change.revert && order?.fromParallelism !== undefined) next = { ...next, currentParallelism: order.fromParallelism };
    const rollback = change.revert === 'order' ? rollbackOperation(next, row.versionId, now, ids) : undefined;
    if (rollback) {
      store.putOperation(row.name, rollback);
      next = ordered(next, 'ROLLING_BACK', { kind: 'rollback', operationId: rollback.operationId, wasRunning: true });
    }
    const operation = order?.operationId === undefined ? undefined : store.findOperation(row.name, order.operationId);
    if (operation) {
      const failed = rollback ? { rollbackOperationId: rollback.operationId } : {};
      store.putOperation(row.name, { ...finished(operation, change.finish, now), ...failed });
    }
  }
  store.putApplication(next);
}

/**
 * The version before the failed one becomes current again, as a new version: numbers only grow.
 * aws: that a rollback takes a new number is unverified — inferred from ApplicationVersionRolledBackFrom and …To
 */
export function reverted(store: ControlStore, row: ApplicationRow, to: number, now: number, ids: Ids): ApplicationRow {
  const from = store.version(row);
  const target = store.version(row, to);
  const versionId = row.versionId + 1;
  store.putVersion(row.name, { ...from, rolledBack: true });
  store.putVersion(row.name, {
    versionId,
    createdAt: now,
    token: conditionalToken(ids),
    rolledBackFrom: row.versionId,
    rolledBackTo: to,
    configuration: target.configuration,
  });
  return { ...withParallelism(row, from.configuration, target.configuration), versionId, updatedAt: now };
}

const SERVICE_ORDERS = {
  // aws: the status — developer guide, how-running-apps; the operation's name is unverified
  scale: { status: 'AUTOSCALING', operation: 'AutoScaling' },
  // aws: the status and the name — developer guide, maintenance and system-rollbacks
  maintenance: { status: 'MAINTENANCE', operation: 'ApplicationMaintenance' },
} as const;

/** An order the service gives itself: no version, but an operation that callers can see. */
function begunByService(
  store: ControlStore,
  row: ApplicationRow,
  kind: keyof typeof SERVICE_ORDERS,
  { now, ids, fromParallelism }: { now: number; ids: Ids; fromParallelism: number },
): ApplicationRow {
  const { status, operation } = SERVICE_ORDERS[kind];
  const id = operationId(ids);
  store.putOperation(row.name, { operationId: id, operation, startedAt: now, status: 'IN_PROGRESS' });
  return ordered(row, status, { kind, operationId: id, fromParallelism, wasRunning: true });
}

const rollbackOperation = (row: ApplicationRow, from: number, now: number, ids: Ids): OperationRow => ({
  operationId: operationId(ids),
  operation: 'RollbackApplication',
  startedAt: now,
  status: 'IN_PROGRESS',
  ...(from !== row.versionId && { fromVersion: from, toVersion: row.versionId }),
});

const finished = (row: OperationRow, finish: NonNullable<EngineRecord['finish']>, now: number): OperationRow => ({
  ...row,
  status: finish.status,
  endedAt: now,
  // aws: ErrorString is cut at exactly 512 characters — terraform-provider-aws pull request 38447, counted
  ...(finish.error !== undefined && { error: finish.error.slice(0, ERROR_STRING_LIMIT) }),
});

function withHealth(row: ApplicationRow, health: EngineRecord['health']): ApplicationRow {
  const { health: _, ...rest } = row;
  return health ? { ...rest, health } : rest;
}

function writeSnapshot(
  store: ControlStore,
  row: ApplicationRow,
  { enhanced: _, directory: __, bytes: ___, ...change }: NonNullable<EngineRecord['snapshot']>,
  now: number,
): void {
  const { configuration } = store.version(row);
  const known = store.snapshots.get(row.name, change.name);
  const base: SnapshotRow = known ?? {
    name: change.name,
    status: change.status,
    versionId: row.versionId,
    createdAt: now,
    runtime: configuration.runtime,
    encryption: configuration.encryption,
    automatic: true,
  };
  store.snapshots.put([row.name, change.name], { ...base, ...change });
}
