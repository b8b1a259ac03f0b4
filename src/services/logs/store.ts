import { arnOf, type Scope } from '#core';
import { type Database, type ScopedTable, type SegmentLog, type SegmentStore, Table } from '#storage';
import { groupNotFound, streamNotFound } from './errors.ts';

export interface GroupRow {
  readonly name: string;
  /** Milliseconds since the epoch, as all times here. */
  readonly createdAt: number;
  /** Folder of its events; a group made anew under an old name gets another one. */
  readonly folder: string;
  readonly logGroupClass: string;
  readonly retentionInDays?: number;
  readonly deletionProtection?: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

export interface StreamRow {
  readonly name: string;
  readonly createdAt: number;
  readonly folder: string;
  readonly firstEvent?: number;
  readonly lastEvent?: number;
  readonly lastIngestion?: number;
}

/** Log groups and streams of all accounts, and where their events are. */
export class LogStore {
  readonly #groups: Table<GroupRow>;
  readonly #streams: Table<StreamRow>;
  readonly #segments: SegmentStore;

  constructor(database: Database, segments: SegmentStore) {
    this.#groups = new Table(database, { name: 'logs_group', key: ['name'] });
    this.#streams = new Table(database, { name: 'logs_stream', key: ['grp', 'name'] });
    this.#segments = segments;
  }

  groups(scope: Scope): ScopedTable<GroupRow> {
    return this.#groups.in(scope);
  }

  streams(scope: Scope): ScopedTable<StreamRow> {
    return this.#streams.in(scope);
  }

  group(scope: Scope, name: string): GroupRow {
    const row = this.groups(scope).get(name);
    if (!row) throw groupNotFound();
    return row;
  }

  stream(scope: Scope, group: string, name: string): StreamRow {
    this.group(scope, group);
    const row = this.streams(scope).get(group, name);
    if (!row) throw streamNotFound();
    return row;
  }

  events(group: GroupRow, stream: StreamRow): Promise<SegmentLog> {
    return this.#segments.log(group.folder, stream.folder);
  }

  async dropGroup(folder: string): Promise<void> {
    await this.#segments.remove(folder);
  }

  /** Every group there is, for housekeeping. */
  *everywhere(): Iterable<{ scope: Pick<Scope, 'account' | 'region'>; group: GroupRow; streams: StreamRow[] }> {
    for (const scope of this.#groups.scopes()) {
      for (const group of this.#groups.in(scope).list()) {
        yield { scope, group, streams: this.#streams.in(scope).list({ under: [group.name] }) };
      }
    }
  }

  /** Removes the events of groups that no longer have a row: a crash came between. */
  async sweep(): Promise<void> {
    const known = new Set([...this.everywhere()].map(({ group }) => group.folder));
    for (const folder of await this.#segments.groups()) if (!known.has(folder)) await this.#segments.remove(folder);
  }
}

export const groupArn = (scope: Scope, name: string): string => arnOf('logs', scope, `log-group:${name}`);
export const streamArn = (scope: Scope, group: string, name: string): string => `${groupArn(scope, group)}:log-stream:${name}`;
