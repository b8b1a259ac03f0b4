import { parseArn, type Scope } from '#core';
import type { ControlTables } from './store.ts';

type Place = Pick<Scope, 'account' | 'region'>;

/** An application, with what is known of its use. */
export interface ApplicationUsage {
  readonly scope: Place;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The group of its logging option. */
  readonly logGroup?: string;
  /** KPUs that run now, the orchestration's included. */
  readonly kpus?: number;
}

/** A snapshot that is kept. */
export interface SnapshotUsage {
  readonly scope: Place;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The application it was taken of. */
  readonly application?: string;
  /** It belongs to the application, and goes with it. */
  readonly own: boolean;
  /** Where Flink wrote it. */
  readonly path: string;
  readonly bytes?: number;
}

export function applicationsIn(tables: ControlTables): ApplicationUsage[] {
  return tables.scopes().flatMap((scope) => {
    const store = tables.in(scope);
    return store.applications.list().map((row) => {
      const arn = store.version(row).configuration.loggingOption?.logStreamArn;
      const logGroup = arn === undefined ? undefined : /^log-group:(.+?):log-stream:/.exec(parseArn(arn)?.resource ?? '')?.[1];
      const kpus = row.meter?.at === undefined ? undefined : row.meter.kpus;
      return {
        scope,
        name: row.name,
        tags: row.tags,
        ...(logGroup !== undefined && { logGroup }),
        ...(kpus !== undefined && { kpus }),
      };
    });
  });
}

export function snapshotsIn(tables: ControlTables): SnapshotUsage[] {
  const own = tables.scopes().flatMap((scope) => {
    const store = tables.in(scope);
    return store.applications.list().flatMap(({ name: application, tags }) =>
      store.snapshotsOf(application).flatMap(({ name, status, path }): SnapshotUsage[] => {
        if (status !== 'READY' || path === undefined) return [];
        return [{ scope, name, tags, application, own: true, path }];
      }),
    );
  });
  const enhanced = tables.snapshotScopes().flatMap((scope) =>
    tables
      .in(scope)
      .enhanced.list()
      .flatMap(({ name, status, path, tags, source, bytes }): SnapshotUsage[] => {
        if (status !== 'READY' || path === undefined) return [];
        const application = source?.application;
        const known = { ...(application !== undefined && { application }), ...(bytes !== undefined && { bytes }) };
        return [{ scope, name, tags, own: false, path, ...known }];
      }),
  );
  return [...own, ...enhanced];
}
