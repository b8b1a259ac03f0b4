import { arnOf, type Clock, type Ids, type Scope } from '#core';
import { reservedSnapshotName, snapshotNameReserved } from './enhanced-errors.ts';
import { snapshotNotFound } from './errors.ts';
import { operationId } from './orders.ts';
import type { EnhancedSnapshotRow, Runtime, SnapshotOperation, SnapshotOperationRow } from './rows.ts';
import type { ControlStore } from './store.ts';

export const snapshotArn = (scope: Scope, name: string): string => arnOf('kinesisanalytics', scope, `snapshot/${name}`);

/** aws: the actions on an enhanced snapshot are on its ARN — developer guide, security-iam-snapshots */
export const onSnapshot = (input: { readonly SnapshotName: string }, scope: Scope) => ({
  resource: snapshotArn(scope, input.SnapshotName),
});

/** aws: enhanced snapshots need Flink 1.20 or later — developer guide, snapshots-upgrade */
export const takesEnhanced = (runtime: Runtime): boolean => !['FLINK-1_15', 'FLINK-1_18', 'FLINK-1_19'].includes(runtime);

/** aws: operations are available for 90 days — developer guide, DescribeSnapshotOperation */
const KEPT_MS = 90 * 86_400_000;

export function enhancedSnapshot(store: ControlStore, name: string): EnhancedSnapshotRow {
  const row = store.enhanced.get(name);
  if (!row) throw snapshotNotFound(name);
  return row;
}

/** aws: a name stays taken in every status until the snapshot is deleted; SYSTEMSNAPSHOT in any case is the service's — developer guide, snapshots-how-it-works */
export function checkFree(store: ControlStore, name: string): void {
  if (/^SYSTEMSNAPSHOT/i.test(name)) throw reservedSnapshotName(name);
  if (store.enhanced.get(name)) throw snapshotNameReserved(name);
}

const keyOf = (row: SnapshotOperationRow): [string, string] => [
  row.snapshot,
  `${String(row.startedAt).padStart(14, '0')}-${row.operationId}`,
];

export function putSnapshotOperation(store: ControlStore, row: SnapshotOperationRow): void {
  store.snapshotOperations.put(keyOf(row), row);
}

export function begunOnSnapshot(
  store: ControlStore,
  snapshot: string,
  operation: SnapshotOperation,
  { clock, ids }: { readonly clock: Clock; readonly ids: Ids },
  more: Partial<SnapshotOperationRow> = {},
): SnapshotOperationRow {
  const begun = { operationId: operationId(ids), snapshot, operation, startedAt: clock.millis(), ...more };
  const row: SnapshotOperationRow = { ...begun, status: 'IN_PROGRESS' };
  putSnapshotOperation(store, row);
  return row;
}

/** Newest first. */
export function operationsOn(store: ControlStore, snapshot: string, now: number): SnapshotOperationRow[] {
  const rows = store.snapshotOperations.list({ under: [snapshot], descending: true });
  for (const row of rows) {
    if (row.status !== 'IN_PROGRESS' && now - row.startedAt > KEPT_MS) store.snapshotOperations.delete(...keyOf(row));
  }
  return rows.filter((row) => row.status === 'IN_PROGRESS' || now - row.startedAt <= KEPT_MS);
}

export const pendingOn = (store: ControlStore, snapshot: string, operation: SnapshotOperation): SnapshotOperationRow[] =>
  store.snapshotOperations
    .list({ under: [snapshot] })
    .filter((row) => row.operation === operation && row.status === 'IN_PROGRESS');

/** The operation that makes a snapshot ends with it. */
export function endCreation(
  store: ControlStore,
  row: EnhancedSnapshotRow,
  now: number,
  error?: { code: string; reason: string },
): void {
  for (const operation of pendingOn(store, row.name, row.initiatorOperation)) endOperation(store, operation, now, error);
}

const ERROR_LIMIT = 512;

export function endOperation(
  store: ControlStore,
  operation: SnapshotOperationRow,
  endedAt: number,
  error?: { code: string; reason: string },
): void {
  putSnapshotOperation(store, {
    ...operation,
    endedAt,
    status: error ? 'FAILED' : 'SUCCESSFUL',
    ...(error && { errorCode: error.code.slice(0, ERROR_LIMIT), error: error.reason.slice(0, ERROR_LIMIT) }),
  });
}

/** With all its operations. */
export function forgetSnapshot(store: ControlStore, name: string): void {
  store.enhanced.delete(name);
  for (const { key } of store.snapshotOperations.entries({ under: [name] })) store.snapshotOperations.delete(...key);
}

/** Every snapshot taken of one application, whatever its name was used for before. */
export const snapshotsOfCluster = (store: ControlStore, clusterId: string): EnhancedSnapshotRow[] =>
  store.enhanced.list().filter((row) => row.source?.clusterId === clusterId);

export type Made = { readonly row: EnhancedSnapshotRow; readonly operation: SnapshotOperationRow };

export const madeAnswer = ({ row, operation }: Made) => ({
  SnapshotArn: row.arn,
  SnapshotStatus: row.status,
  SnapshotOperationId: operation.operationId,
  SnapshotOperationStatus: operation.status,
});
