import type { Clock, Scope } from '#core';
import { type Database, type ScopedTable, type SegmentLog, type SegmentStore, Table } from '#storage';
import { groupNotFound, streamNotFound } from './errors.ts';
import { GroupKeys, type LogKeys } from './group-keys.ts';
import { Ledger } from './ledger.ts';
import { PolicyStore } from './policy-store.ts';
import { type EventLog, stampsFrom } from './reading.ts';
import type { ExportRow, GroupRow, MetricFilterRow, QueryDefinitionRow, StreamRow } from './rows.ts';
import { SubscriptionStore } from './subscription-store.ts';

export { groupArn, streamArn } from './names.ts';
export type { GroupRow, StreamRow } from './rows.ts';

export interface Place {
  readonly scope: Pick<Scope, 'account' | 'region'>;
  readonly group: GroupRow;
  readonly streams: StreamRow[];
}

/** Log groups and streams of all accounts, and where their events are. */
export class LogStore {
  readonly #database: Database;
  readonly #groups: Table<GroupRow>;
  readonly #streams: Table<StreamRow>;
  readonly #metricFilters: Table<MetricFilterRow>;
  readonly #exports: Table<ExportRow>;
  readonly #queryDefinitions: Table<QueryDefinitionRow>;
  /** Folders whose rows are gone: their files go next, at the latest at the next start. */
  readonly #garbage: Table<{ readonly folder: string; readonly stream: string }>;
  readonly #segments: SegmentStore;
  readonly ledger: Ledger;
  readonly keys: GroupKeys;
  readonly subscriptions: SubscriptionStore;
  readonly policies: PolicyStore;

  constructor(database: Database, segments: SegmentStore, keys: LogKeys, clock: Clock) {
    this.#database = database;
    this.#groups = new Table(database, { name: 'logs_group', key: ['name'] });
    this.#streams = new Table(database, { name: 'logs_stream', key: ['grp', 'name'] });
    this.#metricFilters = new Table(database, { name: 'logs_metric_filter', key: ['grp', 'name'] });
    this.#exports = new Table(database, { name: 'logs_export', key: ['task'] });
    this.#queryDefinitions = new Table(database, { name: 'logs_query_definition', key: ['id'] });
    this.#garbage = new Table(database, { name: 'logs_garbage', key: ['folder', 'stream'] });
    this.#segments = segments;
    this.subscriptions = new SubscriptionStore(database);
    this.policies = new PolicyStore(database);
    this.ledger = new Ledger(database, this.#streams);
    this.keys = new GroupKeys(database, keys, clock);
  }

  groups(scope: Pick<Scope, 'account' | 'region'>): ScopedTable<GroupRow> {
    return this.#groups.in(scope);
  }

  streams(scope: Pick<Scope, 'account' | 'region'>): ScopedTable<StreamRow> {
    return this.#streams.in(scope);
  }

  metricFilters(scope: Pick<Scope, 'account' | 'region'>): ScopedTable<MetricFilterRow> {
    return this.#metricFilters.in(scope);
  }

  exports(scope: Pick<Scope, 'account' | 'region'>): ScopedTable<ExportRow> {
    return this.#exports.in(scope);
  }

  /** The oldest that has not ended. */
  nextExport(): ExportRow | undefined {
    return this.#exports
      .scopes()
      .flatMap((scope) => this.#exports.in(scope).list())
      .filter(({ completedAt }) => completedAt === undefined)
      .sort((a, b) => a.createdAt - b.createdAt)[0];
  }

  queryDefinitions(scope: Pick<Scope, 'account' | 'region'>): ScopedTable<QueryDefinitionRow> {
    return this.#queryDefinitions.in(scope);
  }

  group(scope: Scope, name: string): GroupRow {
    const row = this.groups(scope).get(name);
    if (!row) throw groupNotFound();
    return row;
  }

  stream(scope: Scope, groupName: string, name: string): { group: GroupRow; stream: StreamRow } {
    const group = this.group(scope, groupName);
    const stream = this.streams(scope).get(groupName, name);
    if (!stream) throw streamNotFound();
    return { group, stream };
  }

  /** Whether a row read earlier is still the stream of that name. */
  isCurrent(scope: Pick<Scope, 'account' | 'region'>, group: GroupRow, stream: StreamRow): boolean {
    return this.streams(scope).get(group.name, stream.name)?.folder === stream.folder;
  }

  /** The records of a stream, as they lie there. */
  events(group: GroupRow, stream: StreamRow): Promise<SegmentLog> {
    return this.#segments.log(group.folder, stream.folder);
  }

  /** The events of a stream, for who reads them. */
  async reader(scope: Scope, group: GroupRow, stream: StreamRow): Promise<EventLog> {
    const log = await this.events(group, stream);
    const { open } = this.keys.opener(scope, group, stream);
    return { log, open };
  }

  storedBytes(scope: Pick<Scope, 'account' | 'region'>, group: GroupRow): number {
    return this.streams(scope)
      .list({ under: [group.name] })
      .reduce((sum, stream) => sum + this.ledger.of(stream).bytes, 0);
  }

  async deleteStream(scope: Scope, group: GroupRow, stream: StreamRow): Promise<void> {
    await this.#discard(scope, group.folder, stream.folder, () => this.streams(scope).delete(group.name, stream.name));
  }

  async deleteGroup(scope: Scope, group: GroupRow): Promise<void> {
    const streams = this.streams(scope);
    await this.#discard(scope, group.folder, '', () => {
      const filters = this.metricFilters(scope);
      for (const { name } of streams.list({ under: [group.name] })) streams.delete(group.name, name);
      for (const { filterName } of filters.list({ under: [group.name] })) filters.delete(group.name, filterName);
      for (const filter of this.subscriptions.in(scope).list({ under: [group.name] })) this.subscriptions.remove(filter);
      this.keys.forget(scope, group);
      this.groups(scope).delete(group.name);
    });
  }

  /** Every group there is, for housekeeping. */
  *everywhere(): Iterable<Place> {
    for (const scope of this.#groups.scopes()) {
      for (const group of this.#groups.in(scope).list()) {
        yield { scope, group, streams: this.#streams.in(scope).list({ under: [group.name] }) };
      }
    }
  }

  /** After a crash: removes the files of what was deleted, and learns of the events that rows do not tell of. */
  async recover(): Promise<void> {
    for (const scope of this.#garbage.scopes()) {
      for (const { folder, stream } of this.#garbage.in(scope).list()) await this.#remove(scope, folder, stream);
    }
    for (const { scope, group, streams } of this.everywhere()) {
      for (const stream of streams) {
        if (!stream.unsettled) continue;
        const log = await this.events(group, stream);
        await this.ledger.settle(scope, group, stream, log, stampsFrom(log, stream.next ?? 1));
      }
    }
  }

  /** The rows go first, durably, with a note of what is to be removed: a crash at any point leaves no row without its events. */
  async #discard(scope: Scope, folder: string, stream: string, forget: () => void): Promise<void> {
    this.#database.transaction(() => {
      forget();
      this.#garbage.in(scope).put([folder, stream], { folder, stream });
    });
    await this.#database.settled();
    await this.#remove(scope, folder, stream);
  }

  async #remove(scope: Pick<Scope, 'account' | 'region'>, folder: string, stream: string): Promise<void> {
    await (stream === '' ? this.#segments.remove(folder) : this.#segments.drop(folder, stream));
    this.#garbage.in(scope).delete(folder, stream);
  }
}
