import { type Clock, type Logger, messageOf, type Scope, type Tallied } from '#core';
import type { CloudWatch } from '#services/cloudwatch';

/** What a service has measured of one of its resources. */
interface Measured {
  readonly scope: Scope;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unit: 'Count' | 'Bytes' | 'Milliseconds';
  readonly tallied: Tallied;
}

/** A service that measures its resources, and the namespace its metrics have on AWS. */
interface Source {
  readonly namespace: string;
  measured(): Iterable<Measured>;
  /** What it tells once a day, and for when; nothing where it has told. */
  daily?(): Promise<{ readonly at: Date; readonly measured: Iterable<Measured> } | undefined>;
}

const MINUTE = 60_000;
/** aws: data in one PutMetricData — API reference */
const AT_ONCE = 1000;

/** Publishes what services have measured, once a minute for the minute that is over; the rest when it is closed. */
export function publishServiceMetrics(
  sources: readonly Source[],
  cloudwatch: Pick<CloudWatch, 'publish'>,
  clock: Clock,
  logger: Logger,
): { close(): Promise<void> } {
  const closing = new AbortController();
  const run = async () => {
    while (!closing.signal.aborted) {
      const minute = Math.floor(clock.millis() / MINUTE) * MINUTE;
      await clock.sleep(minute + MINUTE - clock.millis(), closing.signal).catch(() => {});
      try {
        for (const { namespace, measured } of sources) publish(namespace, measured(), cloudwatch, new Date(minute));
        for (const { namespace, daily } of closing.signal.aborted ? [] : sources) {
          const told = await daily?.();
          if (told) publish(namespace, told.measured, cloudwatch, told.at);
        }
      } catch (thrown) {
        logger.error({ reason: messageOf(thrown) }, 'metrics of services could not be published');
      }
    }
  };
  const running = run();
  return {
    async close() {
      closing.abort();
      await running;
    },
  };
}

function publish(namespace: string, all: Iterable<Measured>, cloudwatch: Pick<CloudWatch, 'publish'>, at: Date): void {
  const places = new Map<string, { scope: Scope; data: Parameters<CloudWatch['publish']>[2][number][] }>();
  for (const { scope, dimensions, unit, tallied } of all) {
    const key = `${scope.account} ${scope.region}`;
    let place = places.get(key);
    if (!place) {
      place = { scope, data: [] };
      places.set(key, place);
    }
    const { name, count, sum, min, max } = tallied;
    place.data.push({
      MetricName: name,
      Timestamp: at,
      Unit: unit,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      StatisticValues: { SampleCount: count, Sum: sum, Minimum: min, Maximum: max },
    });
  }
  for (const { scope, data } of places.values()) {
    for (let i = 0; i < data.length; i += AT_ONCE) cloudwatch.publish(scope, namespace, data.slice(i, i + AT_ONCE));
  }
}
