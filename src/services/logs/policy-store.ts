import type { Scope } from '#core';
import { type Database, type ScopedTable, Table } from '#storage';
import type { ResourcePolicyRow } from './rows.ts';

type Place = Pick<Scope, 'account' | 'region'>;

/** The resource policies of accounts: who else, services above all, may do what with their log groups. */
export class PolicyStore {
  readonly #table: Table<ResourcePolicyRow>;
  /** All of an account's in one document, by account and region; what is asked at every request. */
  readonly #together = new Map<string, string | undefined>();

  constructor(database: Database) {
    this.#table = new Table(database, { name: 'logs_resource_policy', key: ['name'] });
  }

  in(place: Place): Pick<ScopedTable<ResourcePolicyRow>, 'get' | 'list' | 'count'> {
    return this.#table.in(place);
  }

  put(place: Place, row: ResourcePolicyRow): void {
    this.#together.clear();
    this.#table.in(place).put([row.policyName], row);
  }

  delete(place: Place, name: string): void {
    this.#together.clear();
    this.#table.in(place).delete(name);
  }

  /** Undefined where there is none. */
  together({ account, region }: Place): string | undefined {
    const key = `${account} ${region}`;
    if (this.#together.has(key)) return this.#together.get(key);
    const statements = this.#table
      .in({ account, region })
      .list()
      .flatMap(({ policyDocument }) => (JSON.parse(policyDocument) as { Statement: unknown }).Statement);
    const document = statements.length === 0 ? undefined : JSON.stringify({ Version: '2012-10-17', Statement: statements });
    this.#together.set(key, document);
    return document;
  }
}
