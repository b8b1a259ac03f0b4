import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { ALPHANUMERIC, AwsError, type Clock, type Ids, type Logger, messageOf } from '#core';
import type { EventHistory, PendingEvent } from '../history.ts';
import type { Seal, TrailBucket, TrailLogs, TrailMeter, TrailTopic } from '../ports.ts';
import type { Recorder } from '../recorder.ts';
import {
  type ChainEnd,
  digestKey,
  digestOf,
  isoSeconds,
  logKey,
  type PublicKey,
  publicKeyOf,
  sha256,
  signatureOf,
} from './files.ts';
import type { DeliveryLedger } from './ledger.ts';
import { deliverToLogs } from './log-delivery.ts';
import type { Trail, Trails } from './store.ts';

const zipped = promisify(gzip);

export interface DeliveryNeeds {
  readonly trails: Trails;
  readonly history: EventHistory;
  readonly recorder: Recorder;
  readonly ledger: DeliveryLedger;
  readonly bucket: TrailBucket;
  readonly logs: TrailLogs;
  readonly topic: TrailTopic;
  readonly seal: () => Promise<Seal>;
  readonly charge: TrailMeter;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly everyMs: number;
  readonly digestEveryMs: number;
}

/** Ours: events of a file at most. */
const EVENTS = 5000;

/** Brings the events that trails want to their buckets, and every hour tells of the files in a signed digest. */
export class Deliverer {
  readonly #needs: DeliveryNeeds;
  readonly #closing = new AbortController();
  readonly publicKey: () => Promise<PublicKey>;
  #running: Promise<void> = Promise.resolve();
  #turn: Promise<void> = Promise.resolve();

  constructor(needs: DeliveryNeeds) {
    this.#needs = needs;
    this.publicKey = async () => publicKeyOf(await needs.seal());
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Everything recorded so far, delivered; what is refused waits for the next time. */
  deliver(): Promise<void> {
    const turn = this.#turn.then(() => this.#deliver());
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { clock, everyMs, logger } = this.#needs;
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await clock.sleep(everyMs, signal).catch(() => {});
      if (signal.aborted) return;
      await this.deliver().catch((failure) => logger.error({ reason: messageOf(failure) }, 'events could not be delivered'));
    }
  }

  async #deliver(): Promise<void> {
    const { trails, recorder, clock, digestEveryMs } = this.#needs;
    await recorder.flush();
    for (const trail of trails.all()) {
      await this.#logs(trail);
      await deliverToLogs(trail, this.#needs, this.#closing.signal);
      if (this.#closing.signal.aborted) return;
      if (!trail.row.validation || !trail.row.logging) continue;
      const { chains, from } = this.#chainsOf(trail);
      const due = Math.min(
        ...[...chains.values()].map(({ endedAt }) => endedAt),
        chains.size === 0 ? from : Number.MAX_SAFE_INTEGER,
      );
      if (clock.millis() - due >= digestEveryMs) await this.#digests(trail, chains, from);
    }
  }

  async #logs(trail: Trail): Promise<void> {
    const { history, ledger, bucket, clock, ids } = this.#needs;
    const { arn, row, scope } = trail;
    for (const region of history.pendingRegions(arn)) {
      for (;;) {
        // what is not delivered now waits for the next start
        if (this.#closing.signal.aborted) return;
        const events = history.pending(arn, region, EVENTS);
        const last = events.at(-1);
        if (!last) break;
        const now = clock.millis();
        const key = logKey(row.prefix, scope.account, region, now, ids.text(16, ALPHANUMERIC));
        const text = `{"Records":[${events.map((event) => event.text).join(',')}]}`;
        const body = await zipped(text);
        try {
          await bucket.put({ scope, trailArn: arn }, row.bucket, key, body, {
            contentType: 'application/json',
            kmsKeyId: row.kmsKeyId,
          });
        } catch (failure) {
          return this.#failed(trail, failure, now);
        }
        const times = events.map(({ at }) => at);
        await ledger.transaction(() => {
          history.forgetPending(arn, region, last.seq);
          ledger.note(arn, { triedAt: now, deliveredAt: now, error: undefined });
          if (!row.validation) return;
          ledger.addFile(arn, region, {
            s3Bucket: row.bucket,
            s3Object: key,
            // aws: of what is packed — user guide, "CloudTrail digest file structure"
            hashValue: sha256(text),
            hashAlgorithm: 'SHA-256',
            newestEventTime: isoSeconds(Math.max(...times)),
            oldestEventTime: isoSeconds(Math.min(...times)),
          });
        });
        this.#charge(trail, region, events);
        await this.#notify(trail, key, now);
      }
    }
  }

  #charge(trail: Trail, region: string, events: readonly PendingEvent[]): void {
    const data = events.filter(({ text }) => text.includes('"managementEvent":false')).length;
    const copies = this.#needs.trails.hasFirstCopy(trail, region) ? 0 : events.length - data;
    this.#needs.charge(trail.scope, trail.row.name, { copies, data });
  }

  /** aws: which file has come — user guide, "Configuring Amazon SNS notifications for CloudTrail" */
  async #notify({ arn, row, scope }: Trail, key: string, now: number): Promise<void> {
    if (!row.topic) return;
    const { topic, ledger } = this.#needs;
    const message = JSON.stringify({ s3Bucket: row.bucket, s3ObjectKey: [key] });
    try {
      await topic.publish({ scope, trailArn: arn }, row.topic.arn, message);
      ledger.note(arn, { notifyTriedAt: now, notifiedAt: now, notifyError: undefined });
    } catch (failure) {
      // the file is there; nobody is told of it twice
      ledger.note(arn, { notifyTriedAt: now, notifyError: codeOf(failure) });
    }
  }

  async #digests(trail: Trail, chains: ReadonlyMap<string, ChainEnd>, from: number): Promise<void> {
    const { ledger } = this.#needs;
    const regions = new Set([trail.scope.region, ...chains.keys(), ...ledger.regionsWithFiles(trail.arn)]);
    for (const region of regions) if (!(await this.#digest(trail, region, chains.get(region), from))) return;
  }

  async #digest({ scope, arn, row }: Trail, region: string, previous: ChainEnd | undefined, from: number): Promise<boolean> {
    const { ledger, bucket, clock } = this.#needs;
    const seal = await this.#needs.seal();
    const now = Math.floor(clock.millis() / 1000) * 1000;
    const files = ledger.files(arn, region);
    const key = digestKey(row.prefix, scope.account, region, { name: row.name, home: scope.region }, now);
    const start = previous?.endedAt ?? Math.min(from, now);
    const { fingerprint } = publicKeyOf(seal);
    const about = { account: scope.account, bucket: row.bucket, key, from: start, to: now, fingerprint, previous };
    const digest = digestOf({ ...about, files: files.map(({ file }) => file) });
    const signature = signatureOf(seal, digest, now, `${row.bucket}/${key}`, previous);
    const metadata = { signature, 'signature-algorithm': 'SHA256withRSA' };
    const body = await zipped(digest);
    try {
      await bucket.put({ scope, trailArn: arn }, row.bucket, key, body, {
        contentType: 'application/json',
        metadata,
        kmsKeyId: row.kmsKeyId,
      });
    } catch (failure) {
      ledger.note(arn, { digestError: codeOf(failure) });
      return false;
    }
    const end = { bucket: row.bucket, key, hash: sha256(digest), signature, endedAt: now };
    await ledger.transaction(() => {
      ledger.chained(arn, region, end, files.at(-1)?.seq ?? 0);
      ledger.note(arn, { digestAt: now, digestError: undefined });
    });
    return true;
  }

  #chainsOf({ arn, row }: Trail): { chains: Map<string, ChainEnd>; from: number } {
    return { chains: this.#needs.ledger.chains(arn), from: row.startedAt ?? this.#needs.clock.millis() };
  }

  #failed({ arn, row }: Trail, failure: unknown, now: number): void {
    this.#needs.ledger.note(arn, { triedAt: now, error: codeOf(failure) });
    this.#needs.logger.warn(
      { trail: row.name, bucket: row.bucket, reason: messageOf(failure) },
      'a trail could not be delivered',
    );
  }
}

/** aws: the error is S3's — API reference, GetTrailStatus, LatestDeliveryError */
const codeOf = (failure: unknown): string => (failure instanceof AwsError ? failure.code : 'InternalError');
