import type { ResultField } from '#api/logs';
import type { TimeRange } from '../reading.ts';
import { Search, type Source } from '../search.ts';
import type { LogStore } from '../store.ts';
import type { Plan } from './plan.ts';
import { Row } from './row.ts';
import { textOf } from './values.ts';

export interface Outcome {
  readonly results: ResultField[][];
  readonly matched: number;
  readonly scanned: number;
  readonly bytes: number;
}

const STEP = { limit: 1000, maxBytes: 4 * 1024 * 1024, scanBytes: 4 * 1024 * 1024 };

/** Runs a plan over the events of a time, in steps between which other requests have their turn. */
export async function runPlan(
  plan: Plan,
  store: LogStore,
  sources: readonly Source[],
  range: TimeRange,
  signal: AbortSignal,
): Promise<Outcome> {
  const search = new Search(store, sources, range, () => true);
  const collector = plan.collector();
  let matched = 0;
  for (let more = true; more; ) {
    signal.throwIfAborted();
    const step = await search.next(STEP);
    for (const event of step.events) {
      const row = new Row(event);
      if (!plan.step(row)) continue;
      matched++;
      collector.add(row);
    }
    more = step.more;
    await new Promise<void>((done) => setImmediate(done));
  }
  const columns = plan.ofEvents ? [...plan.columns.filter((name) => name !== '@ptr'), '@ptr'] : plan.columns;
  const results = plan.finish(collector.rows()).map((row) => fieldsOf(row, columns));
  return { results, matched, scanned: search.scanned.records, bytes: search.scanned.bytes };
}

/** aws: fields that a row does not have are left out — recorded answers of GetQueryResults */
function fieldsOf(row: Row, columns: readonly string[]): ResultField[] {
  return columns.flatMap((field) => {
    const value = row.get(field);
    return value === undefined ? [] : [{ field, value: textOf(value) }];
  });
}
