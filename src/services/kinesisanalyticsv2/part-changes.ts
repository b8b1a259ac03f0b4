import type { Scope } from '#core';
import type { ControlDeps } from './deps.ts';
import { checkCurrent, newVersion, updatable } from './orders.ts';
import type { ApplicationRow, Configuration, OperationRow, VersionRow } from './rows.ts';

/** What names the application, and the version that the caller has seen. */
interface Given {
  readonly ApplicationName: string;
  readonly CurrentApplicationVersionId?: number | undefined;
  readonly ConditionalToken?: string | undefined;
}

/** Adds one part of the configuration that has an id of its own, or takes it away: a new version, and the engine is woken. */
export function changePart(
  operation: string,
  input: Given,
  scope: Scope,
  deps: ControlDeps,
  /** The configuration as it will be; throws where the change cannot be made. */
  alter: (configuration: Configuration, nextVersionId: number) => Configuration,
): { row: ApplicationRow; version: VersionRow; operation: OperationRow } {
  const name = input.ApplicationName;
  const store = deps.tables.in(scope);
  const result = store.transaction(() => {
    const row = store.application(name);
    const version = store.version(row);
    checkCurrent(version, input);
    const configuration = alter(version.configuration, row.versionId + 1);
    updatable(row, version.configuration);
    return newVersion(store, row, configuration, operation, deps);
  });
  deps.wake({ scope, name });
  return result;
}

/** What all four answers say. */
export const changed = ({ row, operation }: { row: ApplicationRow; operation: OperationRow }) => ({
  ApplicationARN: row.arn,
  ApplicationVersionId: row.versionId,
  OperationId: operation.operationId,
});
