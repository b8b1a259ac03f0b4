import { type Clock, type Ids, parseArn, type Scope } from '#core';
import type { EngineRecord, EngineSnapshot, SnapshotKeeping, SnapshotOutcome, SnapshotWork } from './engine-view.ts';
import {
  begunOnSnapshot,
  endCreation,
  endOperation,
  forgetSnapshot,
  pendingOn,
  snapshotArn,
  snapshotsOfCluster,
} from './enhanced.ts';
import type { ApplicationRow, EnhancedSnapshotRow, SnapshotOperationRow } from './rows.ts';
import type { ControlStore, ControlTables } from './store.ts';

const asSnapshot = (row: EnhancedSnapshotRow, foreign: boolean): EngineSnapshot => ({
  name: row.name,
  status: row.status,
  versionId: row.source?.versionId ?? 0,
  createdAt: row.createdAt,
  automatic: row.initiator === 'SYSTEM',
  ...(row.path !== undefined && { path: row.path }),
  arn: row.arn,
  foreign,
});

/** What an application can be restored from, oldest first: its own of both kinds, and the one its run configuration names. */
export function snapshotsFor(store: ControlStore, row: ApplicationRow): EngineSnapshot[] {
  const own = snapshotsOfCluster(store, row.clusterId).map((each) => asSnapshot(each, false));
  const arn = row.run?.snapshotArn;
  const named = arn === undefined ? undefined : store.enhanced.list().find((each) => each.arn === arn);
  const foreign = named && named.source?.clusterId !== row.clusterId ? [asSnapshot(named, true)] : [];
  return [...store.snapshotsOf(row.name), ...own, ...foreign].sort((a, b) => a.createdAt - b.createdAt);
}

/** The engine has begun, completed or lost a snapshot of the account. */
export function writeEnhanced(
  store: ControlStore,
  application: ApplicationRow,
  change: NonNullable<EngineRecord['snapshot']>,
  now: number,
  ids: Ids,
): void {
  const known = store.enhanced.get(change.name) ?? systemSnapshot(store, application, change, now, ids);
  const { status, directory, path, bytes, error } = change;
  const row: EnhancedSnapshotRow = {
    ...known,
    status,
    ...(directory !== undefined && { directory }),
    ...(path !== undefined && { path }),
    ...(bytes !== undefined && { bytes }),
  };
  store.enhanced.put([row.name], row);
  if (status === 'READY') endCreation(store, row, now);
  if (status === 'FAILED') endCreation(store, row, now, { code: 'SnapshotFailed', reason: error ?? 'The snapshot failed.' });
}

function systemSnapshot(
  store: ControlStore,
  application: ApplicationRow,
  { name, versionId, createdAt }: NonNullable<EngineRecord['snapshot']>,
  now: number,
  ids: Ids,
): EnhancedSnapshotRow {
  const { partition = 'aws', account = '', region = '' } = parseArn(application.arn) ?? {};
  const { configuration } = store.version(application);
  const at = createdAt ?? now;
  const applicationOperationId = application.order?.operationId;
  const about = applicationOperationId === undefined ? {} : { applicationOperationId };
  begunOnSnapshot(store, name, 'SystemCreateSnapshot', { clock: { millis: () => at } as Clock, ids }, about);
  return {
    name,
    arn: snapshotArn({ partition, account, region }, name),
    status: 'CREATING',
    createdAt: at,
    initiator: 'SYSTEM',
    initiatorOperation: 'SystemCreateSnapshot',
    runtime: configuration.runtime,
    tags: {},
    source: {
      application: application.name,
      clusterId: application.clusterId,
      createdAt: application.createdAt,
      versionId: versionId ?? application.versionId,
    },
  };
}

/** An application goes; its snapshots stay, but none of them will be completed any more. */
export function failUnfinished(store: ControlStore, application: ApplicationRow, now: number): void {
  for (const row of snapshotsOfCluster(store, application.clusterId).filter((each) => each.status === 'CREATING')) {
    store.enhanced.put([row.name], { ...row, status: 'FAILED' });
    endCreation(store, row, now, {
      code: 'ApplicationDeleted',
      reason: 'The application was deleted before the snapshot was complete.',
    });
  }
}

/** The keeper's half of the table: what is to be moved or deleted, and what became of it. */
export function openSnapshotKeeping(tables: ControlTables, { clock }: { readonly clock: Clock }): SnapshotKeeping {
  const scopeOf = (row: EnhancedSnapshotRow): Scope => {
    const { partition = 'aws', account = '', region = '' } = parseArn(row.arn) ?? {};
    return { partition, account, region };
  };
  const workOn = (row: EnhancedSnapshotRow, kind: SnapshotWork['kind'], operation: SnapshotOperationRow): SnapshotWork => ({
    kind,
    scope: scopeOf(row),
    name: row.name,
    arn: row.arn,
    operationId: operation.operationId,
    ...(row.directory !== undefined && { directory: row.directory }),
    ...(operation.roleArn !== undefined && { roleArn: operation.roleArn }),
    ...operation.location,
  });
  const workOf = (store: ControlStore, row: EnhancedSnapshotRow): SnapshotWork[] => {
    const exports = pendingOn(store, row.name, 'ExportSnapshot').map((each) => workOn(row, 'export', each));
    // aws: a deletion waits for a running export — developer guide, snapshots-manage
    if (exports.length > 0) return exports;
    if (row.status === 'DELETING') return pendingOn(store, row.name, 'DeleteSnapshot').map((each) => workOn(row, 'delete', each));
    if (row.status !== 'CREATING') return [];
    return pendingOn(store, row.name, 'ImportSnapshot').map((each) => workOn(row, 'import', each));
  };
  const write = (store: ControlStore, work: SnapshotWork, outcome: SnapshotOutcome): void => {
    const row = store.enhanced.get(work.name);
    const operation = store.snapshotOperations.list({ under: [work.name] }).find((each) => each.operationId === work.operationId);
    if (!row || operation?.status !== 'IN_PROGRESS') return;
    if (work.kind === 'delete' && outcome.done) {
      forgetSnapshot(store, work.name);
      return;
    }
    endOperation(store, operation, clock.millis(), outcome.done ? undefined : outcome);
    if (work.kind === 'import') {
      const { path, bytes } = outcome.done ? outcome : {};
      const more = { ...(path !== undefined && { path }), ...(bytes !== undefined && { bytes }) };
      store.enhanced.put([row.name], { ...row, status: outcome.done ? 'READY' : 'FAILED', ...more });
    }
    // What could not be deleted can be deleted again.
    if (work.kind === 'delete') store.enhanced.put([row.name], { ...row, status: 'FAILED' });
  };
  return {
    work: () =>
      tables.snapshotScopes().flatMap((scope) => {
        const store = tables.in(scope);
        return store.enhanced.list().flatMap((row) => workOf(store, row));
      }),
    record(work, outcome) {
      const store = tables.in(work.scope);
      store.transaction(() => write(store, work, outcome));
    },
  };
}
