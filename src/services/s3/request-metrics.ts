import type { MetricsConfiguration } from '#api/s3';
import { type Scope, type Tallied, Tallies } from '#core';
import type { BucketRow } from './bucket-store.ts';

/** A request as it was answered. */
export interface AnsweredRequest {
  readonly method: string;
  readonly operation: string;
  readonly status: number;
  readonly durationMs: number;
  /** From the request's last byte to the answer's first. */
  readonly firstByteMs: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly bucket: BucketRow;
  readonly key: string | undefined;
}

/** What was measured under one metrics configuration since it was last asked for. */
export interface RequestsMeasured {
  readonly scope: Scope;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unit: 'Count' | 'Bytes' | 'Milliseconds';
  readonly tallied: Tallied;
}

/** aws: by the HTTP method, lists apart — S3 User Guide, Amazon S3 CloudWatch request metrics */
const KINDS: Readonly<Record<string, string>> = {
  GET: 'GetRequests',
  PUT: 'PutRequests',
  DELETE: 'DeleteRequests',
  HEAD: 'HeadRequests',
  POST: 'PostRequests',
};

interface Metered {
  readonly bucket: BucketRow;
  readonly id: string;
  readonly tallies: Tallies;
}

/** Counts requests to buckets that have metrics configurations; a bucket without costs a look. */
export class RequestMeter {
  #metered = new Map<string, Metered>();

  count(request: AnsweredRequest): void {
    const { bucket } = request;
    for (const configuration of bucket.settings.metrics ?? []) {
      if (applies(configuration, request.key)) this.#count(this.#of(bucket, configuration.Id), request);
    }
  }

  #count(tallies: Tallies, { method, operation, status, durationMs, firstByteMs, bytesIn, bytesOut }: AnsweredRequest): void {
    const kind = operation.startsWith('List') ? 'ListRequests' : KINDS[method];
    tallies.add('AllRequests', 1);
    if (kind !== undefined) tallies.add(kind, 1);
    tallies.add('4xxErrors', status >= 400 && status < 500 ? 1 : 0);
    tallies.add('5xxErrors', status >= 500 ? 1 : 0);
    tallies.add('FirstByteLatency', firstByteMs);
    tallies.add('TotalRequestLatency', durationMs);
    // aws: of requests, and answers, that have a body — S3 User Guide, Amazon S3 CloudWatch request metrics
    if (bytesIn > 0) tallies.add('BytesUploaded', bytesIn);
    if (bytesOut > 0 && method !== 'HEAD') tallies.add('BytesDownloaded', bytesOut);
  }

  #of(bucket: BucketRow, id: string): Tallies {
    const key = `${bucket.id} ${id}`;
    let found = this.#metered.get(key);
    if (!found) {
      found = { bucket, id, tallies: new Tallies() };
      this.#metered.set(key, found);
    }
    return found.tallies;
  }

  *drain(): Iterable<RequestsMeasured> {
    const all = this.#metered;
    this.#metered = new Map();
    for (const { bucket, id, tallies } of all.values()) {
      const { partition, account, region, name } = bucket;
      for (const tallied of tallies.drain()) {
        const dimensions = { BucketName: name, FilterId: id };
        yield { scope: { partition, account, region }, dimensions, unit: unitOf(tallied.name), tallied };
      }
    }
  }
}

/** A prefix means keys; what is about no object is for those who asked for the whole bucket. */
function applies({ Filter }: MetricsConfiguration, key: string | undefined): boolean {
  const prefix = Filter?.Prefix ?? Filter?.And?.Prefix;
  return prefix === undefined || (key?.startsWith(prefix) ?? false);
}

function unitOf(name: string): RequestsMeasured['unit'] {
  if (name.startsWith('Bytes')) return 'Bytes';
  return name.endsWith('Latency') ? 'Milliseconds' : 'Count';
}
