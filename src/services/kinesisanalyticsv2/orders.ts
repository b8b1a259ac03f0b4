import { ALPHANUMERIC, type Ids } from '#core';
import type { ControlDeps } from './deps.ts';
import { cannotUpdate, snapshotFailedInDowntime, staleToken, staleVersion, versionOrTokenNeeded } from './errors.ts';
import type { ApplicationRow, Configuration, OperationRow, Order, Status, VersionRow } from './rows.ts';
import type { ControlStore } from './store.ts';

/** aws: a real OperationId is 12 characters of [A-Za-z0-9] — terraform-provider-aws pull request 38447 */
export const operationId = (ids: Ids): string => ids.text(12, ALPHANUMERIC);
export const conditionalToken = (ids: Ids): string => Buffer.from(ids.bytes(24)).toString('base64url');

/** A new operation in progress. */
export function begun(operation: string, deps: ControlDeps, versions?: { from: number; to: number }): OperationRow {
  return {
    operationId: operationId(deps.ids),
    operation,
    startedAt: deps.clock.millis(),
    status: 'IN_PROGRESS',
    ...(versions && { fromVersion: versions.from, toVersion: versions.to }),
  };
}

/** The application with an order for the engine: what callers see from now on, and what the next tick will do. */
export function ordered(row: ApplicationRow, status: Status, order: Order): ApplicationRow {
  return { ...row, status, order, generation: row.generation + 1 };
}

/** Ends whatever operation an order belongs to before a stronger order takes its place. */
export function cancelOrder(store: ControlStore, row: ApplicationRow, deps: ControlDeps): void {
  const id = row.order?.operationId;
  const operation = id === undefined ? undefined : store.findOperation(row.name, id);
  // aws: a pending operation overtaken by a forced stop ends as CANCELLED — inferred from the enum
  if (operation) store.putOperation(row.name, { ...operation, status: 'CANCELLED', endedAt: deps.clock.millis() });
}

/**
 * aws: Update and the VPC and logging calls need CurrentApplicationVersionId or ConditionalToken, and a stale one is a
 * ConcurrentModificationException — model documentation
 */
export function checkCurrent(
  version: VersionRow,
  given: { readonly CurrentApplicationVersionId?: number | undefined; readonly ConditionalToken?: string | undefined },
): void {
  const { CurrentApplicationVersionId: id, ConditionalToken: token } = given;
  if (id === undefined && token === undefined) throw versionOrTokenNeeded();
  if (id !== undefined && id !== version.versionId) throw staleVersion(id, version.versionId);
  if (token !== undefined && token !== version.token) throw staleToken();
}

/** aws: READY and RUNNING only — MiniStack's record; refused in downtime unless snapshots are (being) disabled — developer guide, troubleshooting */
export function updatable(row: ApplicationRow, configuration: Configuration | undefined): void {
  if (row.status !== 'READY' && row.status !== 'RUNNING') throw cannotUpdate(row.status);
  if (row.status === 'RUNNING' && configuration?.snapshots.enabled && row.health && !row.health.healthy) {
    throw snapshotFailedInDowntime(row.name);
  }
}

/** How parallel the application's job is, or is to be. */
export const parallelismOf = (store: ControlStore, row: ApplicationRow): number =>
  row.currentParallelism ?? store.version(row).configuration.parallelism.parallelism;

/** What autoscaling has made of the parallelism holds until another Parallelism is asked for. */
export function withParallelism(row: ApplicationRow, before: Configuration, after: Configuration): ApplicationRow {
  if (before.parallelism.parallelism === after.parallelism.parallelism && before.parallelism.perKpu === after.parallelism.perKpu)
    return row;
  const { currentParallelism: _, ...rest } = row;
  return rest;
}

/**
 * Makes the next version current and, where a job runs, orders the engine to bring it there. Of a READY application
 * nothing has to be done: the operation is successful at once.
 */
export function newVersion(
  store: ControlStore,
  row: ApplicationRow,
  configuration: Configuration,
  operation: string,
  deps: ControlDeps,
  change: Partial<ApplicationRow> = {},
): { row: ApplicationRow; version: VersionRow; operation: OperationRow } {
  const now = deps.clock.millis();
  const version: VersionRow = {
    versionId: row.versionId + 1,
    createdAt: now,
    token: conditionalToken(deps.ids),
    updatedFrom: row.versionId,
    configuration,
  };
  const running = row.status === 'RUNNING';
  const started = begun(operation, deps, { from: row.versionId, to: version.versionId });
  const done: OperationRow = running ? started : { ...started, status: 'SUCCESSFUL', endedAt: now };
  const known = withParallelism(row, store.version(row).configuration, configuration);
  const base: ApplicationRow = { ...known, ...change, versionId: version.versionId, updatedAt: now };
  const next = running
    ? ordered(base, 'UPDATING', {
        kind: 'update',
        operationId: done.operationId,
        fromVersion: row.versionId,
        fromParallelism: parallelismOf(store, row),
        wasRunning: true,
      })
    : base;
  store.putVersion(row.name, version);
  store.putOperation(row.name, done);
  store.putApplication(next);
  return { row: next, version, operation: done };
}
