import type { QueryStatus } from '#api/logs';
import { AwsError, type Clock, type Ids, type Logger, messageOf, type Scope } from '#core';
import { tooManyQueries } from '../errors.ts';
import type { Outcome } from './run.ts';

/** aws: 100 at once in an account — CloudWatch Logs quotas */
const MOST_UNDERWAY = 100;
/** So many run, the others wait: one process has other things to do. */
const MOST_RUNNING = 2;
/** So many that have ended are remembered; AWS keeps results for seven days. */
const MOST_ENDED = 200;

export interface QueryRecord {
  readonly id: string;
  readonly scope: Scope;
  readonly groups: readonly string[];
  readonly text: string;
  readonly createdAt: number;
  readonly abort: AbortController;
  status: QueryStatus;
  endedAt?: number;
  outcome?: Outcome;
}

/** Queries of this process, their results in memory. */
export class Queries {
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #logger: Logger;
  /** In order of their start. */
  readonly #queries = new Map<string, QueryRecord>();
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  readonly #underway = new Set<Promise<void>>();

  constructor({ clock, ids, logger }: { clock: Clock; ids: Ids; logger: Logger }) {
    this.#clock = clock;
    this.#ids = ids;
    this.#logger = logger;
  }

  start(about: Pick<QueryRecord, 'scope' | 'groups' | 'text'>, run: (signal: AbortSignal) => Promise<Outcome>): string {
    const underway = this.list(about.scope).filter(({ status }) => isUnderway(status));
    if (underway.length >= MOST_UNDERWAY) throw tooManyQueries(MOST_UNDERWAY);
    const query: QueryRecord = {
      ...about,
      id: this.#ids.uuid(),
      createdAt: this.#clock.millis(),
      abort: new AbortController(),
      status: 'Scheduled',
    };
    this.#queries.set(query.id, query);
    const work = this.#work(query, run);
    this.#underway.add(work);
    void work.then(() => this.#underway.delete(work));
    return query.id;
  }

  find(scope: Scope, id: string): QueryRecord | undefined {
    const query = this.#queries.get(id);
    return query && isOf(query, scope) ? query : undefined;
  }

  /** The newest first. */
  list(scope: Scope): QueryRecord[] {
    return [...this.#queries.values()].filter((query) => isOf(query, scope)).reverse();
  }

  /** Whether it was underway. */
  stop(query: QueryRecord): boolean {
    if (!isUnderway(query.status)) return false;
    this.#end(query, 'Cancelled');
    query.abort.abort();
    return true;
  }

  async close(): Promise<void> {
    for (const query of this.#queries.values()) this.stop(query);
    await Promise.all(this.#underway);
  }

  async #work(query: QueryRecord, run: (signal: AbortSignal) => Promise<Outcome>): Promise<void> {
    if (this.#running >= MOST_RUNNING) await new Promise<void>((go) => this.#waiting.push(go));
    else this.#running++;
    try {
      if (query.status !== 'Scheduled') return;
      query.status = 'Running';
      const outcome = await run(query.abort.signal);
      if (query.abort.signal.aborted) return;
      query.outcome = outcome;
      this.#end(query, 'Complete');
    } catch (failure) {
      if (query.abort.signal.aborted) return;
      const level = failure instanceof AwsError ? 'info' : 'error';
      this.#logger[level]({ queryId: query.id, reason: messageOf(failure) }, 'a query of logs failed');
      this.#end(query, 'Failed');
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }

  #end(query: QueryRecord, status: QueryStatus): void {
    query.status = status;
    query.endedAt = this.#clock.millis();
    const ended = [...this.#queries.values()].filter((each) => !isUnderway(each.status));
    for (const { id } of ended.slice(0, Math.max(0, ended.length - MOST_ENDED))) this.#queries.delete(id);
  }
}

const isOf = ({ scope }: QueryRecord, { account, region }: Scope): boolean =>
  scope.account === account && scope.region === region;
const isUnderway = (status: QueryStatus): boolean => status === 'Scheduled' || status === 'Running';
