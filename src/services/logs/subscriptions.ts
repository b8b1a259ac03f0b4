import { AwsError, type Clock, type Ids, type Logger, messageOf } from '#core';
import { compileFilter } from './filter-pattern.ts';
import type { RecordSink } from './ports.ts';
import { readBlock } from './reading.ts';
import { matching } from './regex-time.ts';
import type { StreamRow, SubscriptionRow } from './rows.ts';
import { groupArn, type LogStore } from './store.ts';
import { payloadsOf } from './subscription-payload.ts';
import type { Arrival } from './tails.ts';

/** aws: deliveries that fail are tried again for a day — CloudWatch Logs User Guide, "Subscription filters" */
const TRIED_MS = 24 * 3_600_000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

interface Surroundings {
  readonly store: LogStore;
  readonly sink: RecordSink;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

/** The deliveries of all subscription filters. Each reads the log behind the writers, from where it had come. */
export class Subscriptions {
  readonly #with: Surroundings;
  readonly #deliveries = new Map<string, Delivery>();

  constructor(surroundings: Surroundings) {
    this.#with = surroundings;
    for (const filter of surroundings.store.subscriptions.everywhere()) this.begin(filter);
  }

  /** A filter is there, or has changed. */
  begin(filter: SubscriptionRow): void {
    const before = this.#deliveries.get(filter.id);
    const ended = before?.end() ?? Promise.resolve();
    this.#deliveries.set(filter.id, new Delivery(filter, this.#with, ended));
  }

  /** Resolves when nothing is on its way any more. */
  async end(id: string): Promise<void> {
    const delivery = this.#deliveries.get(id);
    this.#deliveries.delete(id);
    await delivery?.end();
  }

  observe({ group, stream }: Arrival): void {
    for (const delivery of this.#deliveries.values()) delivery.wake(group.folder, stream.name);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#deliveries.values()].map((delivery) => delivery.end()));
  }
}

class Delivery {
  readonly #filter: SubscriptionRow;
  readonly #with: Surroundings;
  readonly #matches: (message: string) => boolean;
  readonly #closing = new AbortController();
  /** Names of streams that may have something new. */
  readonly #stirred: Set<string>;
  #rouse: () => void = () => {};
  readonly #running: Promise<void>;

  constructor(filter: SubscriptionRow, surroundings: Surroundings, before: Promise<void>) {
    this.#filter = filter;
    this.#with = surroundings;
    this.#matches = compileFilter(filter.filterPattern);
    const { scope, logGroupName } = filter;
    this.#stirred = new Set(
      surroundings.store
        .streams(scope)
        .list({ under: [logGroupName] })
        .map(({ name }) => name),
    );
    this.#running = before.then(() => this.#run());
  }

  wake(folder: string, stream: string): void {
    if (folder !== this.#filter.folder) return;
    this.#stirred.add(stream);
    this.#rouse();
  }

  end(): Promise<void> {
    this.#closing.abort();
    this.#rouse();
    return this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    let pause = FIRST_PAUSE_MS;
    while (!signal.aborted) {
      const [name] = this.#stirred;
      if (name === undefined) {
        await new Promise<void>((resolve) => {
          this.#rouse = resolve;
        });
        continue;
      }
      this.#stirred.delete(name);
      const stream = this.#with.store.streams(this.#filter.scope).get(this.#filter.logGroupName, name);
      if (!stream) continue;
      try {
        await this.#follow(stream);
        pause = FIRST_PAUSE_MS;
      } catch (thrown) {
        // a stream that was deleted meanwhile is not found again; a key that is disabled may be enabled again
        this.#with.logger.error({ reason: messageOf(thrown), filter: this.#filter.filterName }, 'a subscription stumbled');
        this.#stirred.add(name);
        await this.#with.clock.sleep(pause, signal).catch(() => {});
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
    }
  }

  async #follow(stream: StreamRow): Promise<void> {
    const { store } = this.#with;
    const { scope, logGroupName, id } = this.#filter;
    const group = store.group(scope, logGroupName);
    const log = await store.reader(scope, group, stream);
    const source = { scope, group, stream };
    for (let at = store.subscriptions.positionOf(id, stream.folder); ; ) {
      const { events, next } = await readBlock(log, at, {});
      if (this.#closing.signal.aborted || next <= at) return;
      const found = (await matching(events, (message) => this.#isWanted(message))).map((event) => ({ ...event, source }));
      const payloads = await payloadsOf({ owner: scope.account, filterName: this.#filter.filterName }, found);
      if (!(await this.#deliver(stream, payloads, events.at(-1)?.ingestionTime ?? 0))) return;
      at = next;
      store.subscriptions.arrivedAt(id, scope, stream.folder, next);
    }
  }

  /** A message on which the pattern takes too long is passed over. */
  #isWanted(message: string): boolean {
    try {
      return this.#matches(message);
    } catch (thrown) {
      this.#with.logger.warn(
        { filter: this.#filter.filterName, reason: messageOf(thrown) },
        'a subscription passed an event over',
      );
      return false;
    }
  }

  /** Whether to go on. */
  async #deliver(stream: StreamRow, payloads: readonly Uint8Array[], ingestionTime: number): Promise<boolean> {
    const { sink, clock, ids, logger } = this.#with;
    const { signal } = this.#closing;
    const { scope, logGroupName, filterName, roleArn, destinationArn, distribution } = this.#filter;
    const to = { scope, groupArn: `${groupArn(scope, logGroupName)}:*`, roleArn, streamArn: destinationArn };
    for (const data of payloads) {
      for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
        if (signal.aborted) return false;
        try {
          await sink.put(to, [{ partitionKey: distribution === 'Random' ? ids.uuid() : stream.folder, data }]);
          break;
        } catch (thrown) {
          const hopeless = thrown instanceof AwsError && HOPELESS.has(thrown.code);
          if (pause === FIRST_PAUSE_MS || hopeless) {
            logger.warn({ filterName, logGroupName, reason: messageOf(thrown) }, 'a subscription could not be delivered');
          }
          if (hopeless || clock.millis() - ingestionTime > TRIED_MS) break;
          await clock.sleep(pause, signal).catch(() => {});
        }
      }
    }
    return true;
  }
}

/** What a stream will never take. */
const HOPELESS = new Set(['ValidationException', 'InvalidArgumentException']);
