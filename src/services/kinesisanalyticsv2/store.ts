import type { Scope } from '#core';
import { type Database, type ScopedTable, Table } from '#storage';
import { applicationNotFound } from './errors.ts';
import type { ApplicationRow, EnhancedSnapshotRow, OperationRow, SnapshotOperationRow, SnapshotRow, VersionRow } from './rows.ts';

/** The tables of the service in one scope. */
export interface ControlStore {
  readonly applications: ScopedTable<ApplicationRow>;
  readonly versions: ScopedTable<VersionRow>;
  readonly operations: ScopedTable<OperationRow>;
  readonly snapshots: ScopedTable<SnapshotRow>;
  readonly enhanced: ScopedTable<EnhancedSnapshotRow>;
  readonly snapshotOperations: ScopedTable<SnapshotOperationRow>;
  readonly notes: ScopedTable<unknown>;
  transaction<T>(work: () => T): T;
  application(name: string): ApplicationRow;
  /** The version's row; the current one unless told. */
  version(application: ApplicationRow, versionId?: number): VersionRow;
  putApplication(row: ApplicationRow): void;
  putVersion(name: string, row: VersionRow): void;
  putOperation(name: string, row: OperationRow): void;
  findOperation(name: string, operationId: string): OperationRow | undefined;
  /** Oldest first. */
  snapshotsOf(name: string): SnapshotRow[];
  putCode(name: string, id: string, bytes: Uint8Array): void;
  code(name: string, id: string): Uint8Array | undefined;
  /** Every row of an application. */
  forget(name: string): void;
}

export interface ControlTables {
  in(scope: Pick<Scope, 'account' | 'region'>): ControlStore;
  scopes(): { account: string; region: string }[];
  /** Where there are enhanced snapshots, perhaps of applications that are gone. */
  snapshotScopes(): { account: string; region: string }[];
}

/** Version ids are counted to 999,999,999: nine digits sort as numbers do. */
const versionKey = (versionId: number): string => String(versionId).padStart(9, '0');
/** Operations sort by their start. */
const operationKey = (row: OperationRow): string => `${String(row.startedAt).padStart(14, '0')}-${row.operationId}`;

export function openTables(database: Database): ControlTables {
  const applications = new Table<ApplicationRow>(database, { name: 'kinesisanalyticsv2_application', key: ['name'] });
  const versions = new Table<VersionRow>(database, { name: 'kinesisanalyticsv2_version', key: ['name', 'version'] });
  const operations = new Table<OperationRow>(database, { name: 'kinesisanalyticsv2_operation', key: ['name', 'operation'] });
  const snapshots = new Table<SnapshotRow>(database, { name: 'kinesisanalyticsv2_snapshot', key: ['name', 'snapshot'] });
  const enhanced = new Table<EnhancedSnapshotRow>(database, { name: 'kinesisanalyticsv2_enhanced', key: ['snapshot'] });
  const snapshotOperations = new Table<SnapshotOperationRow>(database, {
    name: 'kinesisanalyticsv2_snapshot_operation',
    key: ['snapshot', 'operation'],
  });
  const notes = new Table<unknown>(database, { name: 'kinesisanalyticsv2_engine', key: ['name'] });
  database.migrate('kinesisanalyticsv2', [
    {
      name: '001-code',
      sql: `CREATE TABLE kinesisanalyticsv2_code (account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, id TEXT NOT NULL,
              bytes BLOB NOT NULL, PRIMARY KEY (account, region, name, id)) WITHOUT ROWID`,
    },
  ]);
  const scoped = (scope: Pick<Scope, 'account' | 'region'>): ControlStore => {
    const [a, v, o, s, n] = [
      applications.in(scope),
      versions.in(scope),
      operations.in(scope),
      snapshots.in(scope),
      notes.in(scope),
    ];
    const { account, region } = scope;
    return {
      applications: a,
      versions: v,
      operations: o,
      snapshots: s,
      enhanced: enhanced.in(scope),
      snapshotOperations: snapshotOperations.in(scope),
      notes: n,
      transaction: (work) => database.transaction(work),
      application(name) {
        const row = a.get(name);
        if (!row) throw applicationNotFound(name);
        return row;
      },
      version(application, versionId = application.versionId) {
        const row = v.get(application.name, versionKey(versionId));
        if (!row) throw new Error(`version ${versionId} of ${application.arn} is missing`);
        return row;
      },
      putApplication: (row) => a.put([row.name], row),
      putVersion: (name, row) => v.put([name, versionKey(row.versionId)], row),
      putOperation: (name, row) => o.put([name, operationKey(row)], row),
      findOperation: (name, operationId) => o.list({ under: [name] }).find((row) => row.operationId === operationId),
      snapshotsOf: (name) => s.list({ under: [name] }).sort((x, y) => x.createdAt - y.createdAt),
      putCode: (name, id, bytes) =>
        database.transaction(() =>
          database
            .statement('INSERT OR REPLACE INTO kinesisanalyticsv2_code (account, region, name, id, bytes) VALUES (?, ?, ?, ?, ?)')
            .run(account, region, name, id, bytes),
        ),
      code(name, id) {
        const sql = 'SELECT bytes FROM kinesisanalyticsv2_code WHERE account = ? AND region = ? AND name = ? AND id = ?';
        return (database.statement(sql).get(account, region, name, id) as { bytes: Uint8Array } | undefined)?.bytes;
      },
      forget(name) {
        database.transaction(() => {
          a.delete(name);
          n.delete(name);
          for (const table of [v, o, s] as ScopedTable<unknown>[]) {
            for (const { key } of table.entries({ under: [name] })) table.delete(...key);
          }
          const sql = 'DELETE FROM kinesisanalyticsv2_code WHERE account = ? AND region = ? AND name = ?';
          database.statement(sql).run(account, region, name);
        });
      },
    };
  };
  return { in: scoped, scopes: () => applications.scopes(), snapshotScopes: () => enhanced.scopes() };
}

/** The version's row where it may be unknown. */
export const findVersion = (store: ControlStore, name: string, versionId: number): VersionRow | undefined =>
  store.versions.get(name, versionKey(versionId));
