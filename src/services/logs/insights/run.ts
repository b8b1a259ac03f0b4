import type { ResultField } from '#api/logs';
import type { TimeRange } from '../reading.ts';
import { blocksOf, type Source } from '../search.ts';
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

/** Runs a plan over the events of a time, block by block: between two of them other requests have their turn. */
export async function runPlan(
  plan: Plan,
  store: LogStore,
  sources: readonly Source[],
  range: TimeRange,
  signal: AbortSignal,
): Promise<Outcome> {
  const collector = plan.collector();
  const outcome = { matched: 0, scanned: 0, bytes: 0 };
  for (const source of sources) {
    for await (const block of blocksOf(store, source, range, plan.anyOf)) {
      signal.throwIfAborted();
      for (const event of block.events) {
        const row = new Row({ ...event, source });
        if (!plan.step(row)) continue;
        outcome.matched++;
        collector.add(row);
      }
      outcome.scanned += block.scanned.records;
      outcome.bytes += block.scanned.bytes;
      await new Promise<void>((done) => setImmediate(done));
    }
  }
  const columns = plan.ofEvents ? [...plan.columns.filter((name) => name !== '@ptr'), '@ptr'] : plan.columns;
  return { ...outcome, results: plan.finish(collector.rows()).map((row) => fieldsOf(row, columns)) };
}

/** aws: fields that a row does not have are left out — recorded answers of GetQueryResults */
function fieldsOf(row: Row, columns: readonly string[]): ResultField[] {
  return columns.flatMap((field) => {
    const value = row.get(field);
    return value === undefined ? [] : [{ field, value: textOf(value) }];
  });
}
