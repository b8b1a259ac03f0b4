import type { ResultField } from '#api/logs';
import type { Block } from '#storage';
import { PassingEvent } from '../event.ts';
import { type TimeRange, within } from '../reading.ts';
import { type EventPlace, type Found, type Source, scansOf } from '../search.ts';
import type { LogStore } from '../store.ts';
import { JsonFields } from './json-fields.ts';
import type { Plan } from './plan.ts';
import { Row } from './row.ts';
import { textOf } from './values.ts';

export interface Outcome {
  readonly results: ResultField[][];
  readonly matched: number;
  readonly scanned: number;
  readonly bytes: number;
}

/** Where a plan looks. */
export interface Searched {
  readonly store: LogStore;
  readonly sources: readonly Source[];
  readonly range: TimeRange;
  /** So many bytes more of a stream were looked at. */
  looked(source: Source, bytes: number): void;
}

/** Runs a plan over the events of a time, a step at a time: between two of them other requests have their turn. */
export async function runPlan(plan: Plan, { store, sources, range, looked }: Searched, signal: AbortSignal): Promise<Outcome> {
  const collector = plan.collector();
  const outcome = { matched: 0, scanned: 0, bytes: 0 };
  const row = new Row(undefined, new JsonFields(plan.named));
  for (const source of sources) {
    const event = new PassingFound(source);
    const take = (place: EventPlace, timestamp: number) => {
      event.moveTo(place, timestamp);
      row.pass(event);
      if (!plan.step(row)) return;
      outcome.matched++;
      collector.add(row);
    };
    const { periods } = plan;
    // what cannot be read without its key is not counted without it
    const skim =
      periods && !source.group.everEncrypted
        ? (block: Block) => {
            if (!alike(block, periods, range)) return false;
            event.moveTo(NOWHERE, block.least);
            row.pass(event);
            outcome.matched += block.count;
            collector.addAlike?.(row, block.count);
            return true;
          }
        : undefined;
    for await (const { records, bytes } of scansOf(store, source, range, { anyOf: plan.anyOf, skim, take })) {
      signal.throwIfAborted();
      outcome.scanned += records;
      outcome.bytes += bytes;
      looked(source, bytes);
      await new Promise<void>((done) => setImmediate(done));
    }
  }
  const columns = plan.ofEvents ? [...plan.columns.filter((name) => name !== '@ptr'), '@ptr'] : plan.columns;
  return { ...outcome, results: plan.finish(collector.rows()).map((each) => fieldsOf(each, columns)) };
}

/** Whether the events of a block are all in the range, and of the same periods. */
const alike = ({ least, most }: Block, periods: readonly number[], range: TimeRange): boolean =>
  within(least, range) &&
  within(most, range) &&
  periods.every((period) => Math.floor(least / period) === Math.floor(most / period));

/** Of a block only its time is asked for. */
const NOWHERE = { index: 0, millis: 0, piece: Buffer.alloc(0), data: 0, end: 0 };

class PassingFound extends PassingEvent {
  readonly source: Source;

  constructor(source: Source) {
    super();
    this.source = source;
  }

  override kept(): Found {
    return { ...super.kept(), source: this.source };
  }
}

/** aws: fields that a row does not have are left out — recorded answers of GetQueryResults */
function fieldsOf(row: Row, columns: readonly string[]): ResultField[] {
  return columns.flatMap((field) => {
    const value = row.get(field);
    return value === undefined ? [] : [{ field, value: textOf(value) }];
  });
}
