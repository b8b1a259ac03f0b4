import type { Clock } from '#core';

/** What a shard lets through, per second. — aws: developer guide, "Quotas and limits" */
export const SHARD_LIMITS = {
  writeBytes: 1024 * 1024,
  writeRecords: 1000,
  readBytes: 2 * 1024 * 1024,
  readCalls: 5,
} as const;

/** What an account may have. Streams and consumers are bounded as AWS's quotas are by default. */
export interface Limits {
  /** Whether shards refuse what is too much for them. */
  readonly throttle: boolean;
  readonly shards: number;
  readonly onDemandStreams: number;
  readonly consumersPerStream: number;
}

/** — aws: quotas of us-east-1, developer guide "Quotas and limits" */
export const AWS_LIMITS: Limits = { throttle: true, shards: 20_000, onDemandStreams: 50, consumersPerStream: 20 };
export const NO_LIMITS: Limits = {
  throttle: false,
  shards: 1_000_000,
  onDemandStreams: 1_000_000,
  consumersPerStream: 1_000_000,
};

/**
 * Tokens that come back with time, a second's worth at most. It may be overdrawn by one taking, which the takings after it
 * wait for: that is how a single answer of 10 MiB is followed by five seconds of refusals.
 */
export interface Bucket {
  /** Takes the amount if there is enough. */
  take(amount: number): boolean;
  /** Takes the amount if there is anything at all. */
  overdraw(amount: number): boolean;
  /** Whether there is anything. */
  ready(): boolean;
  /** Whether the amount would be taken. */
  fits(amount: number): boolean;
}

export function bucket(perSecond: number, clock: Clock): Bucket {
  let tokens: number = perSecond;
  let at = clock.millis();
  const refill = () => {
    const now = clock.millis();
    tokens = Math.min(perSecond, tokens + (Math.max(0, now - at) * perSecond) / 1000);
    at = now;
  };
  const fits = (amount: number): boolean => {
    refill();
    // what is more than a second's worth can only ever go through a full bucket
    return tokens >= Math.min(amount, perSecond);
  };
  return {
    fits,
    take(amount) {
      if (!fits(amount)) return false;
      tokens -= amount;
      return true;
    },
    overdraw(amount) {
      refill();
      if (tokens <= 0) return false;
      tokens -= amount;
      return true;
    },
    ready() {
      refill();
      return tokens > 0;
    },
  };
}

/** The throughput of one shard. */
export interface ShardThroughput {
  /** Whether one more record of that size may come in. */
  write(bytes: number): boolean;
  /** Whether one more GetRecords may be answered. */
  readCall(): boolean;
  /** Counts what was answered. */
  readBytes(bytes: number): void;
  /** What has come in since this was last asked. */
  drainLoad(): ShardLoad;
}

export interface ShardLoad {
  readonly bytes: number;
  readonly records: number;
}

export function shardThroughput(clock: Clock): ShardThroughput {
  const bytesIn = bucket(SHARD_LIMITS.writeBytes, clock);
  const recordsIn = bucket(SHARD_LIMITS.writeRecords, clock);
  const bytesOut = bucket(SHARD_LIMITS.readBytes, clock);
  const callsOut = bucket(SHARD_LIMITS.readCalls, clock);
  let load = { bytes: 0, records: 0 };
  return {
    write(bytes) {
      // both or none: what one bucket refuses must not be missing in the other
      if (!recordsIn.fits(1) || !bytesIn.take(bytes)) return false;
      load.bytes += bytes;
      load.records++;
      return recordsIn.take(1);
    },
    drainLoad() {
      const drained = load;
      load = { bytes: 0, records: 0 };
      return drained;
    },
    readCall: () => bytesOut.ready() && callsOut.take(1),
    readBytes: (bytes) => void bytesOut.overdraw(bytes),
  };
}

export const UNLIMITED: ShardThroughput = {
  write: () => true,
  readCall: () => true,
  readBytes: () => {},
  drainLoad: () => ({ bytes: 0, records: 0 }),
};
