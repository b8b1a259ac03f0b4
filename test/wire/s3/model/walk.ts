import { createHash } from 'node:crypto';
import * as sdk from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import { Bucket, type Version } from './buckets.ts';

type Input = Record<string, unknown>;
export type Answer = Record<string, unknown>;

/** Keys that share beginnings, that must be escaped, and whose order differs by how they are compared. */
const KEYS = [
  'a',
  'a/',
  'a/b',
  'a/b/c',
  'a/b/d e',
  'a//b',
  'a-b',
  'a/c',
  'ab',
  'b/1',
  'b/2',
  'b/2/',
  'b/2/x',
  '..',
  'c/../d',
  'c/./d',
  ' e ',
  'f+g%20h',
  'f&<g>"\'h',
  'é/ü',
  'z/\u{fffd}',
  'z/\u{1f600}',
  'z/\u{1f600}/y',
  '~!*()',
];
const TYPES = ['binary/octet-stream', 'text/plain', 'application/json; charset=utf-8'];

/** A random walk through the operations of two buckets. */
export class Walk {
  readonly s3: sdk.S3Client;
  readonly roll: (below: number) => number;
  readonly buckets: readonly [Bucket, Bucket];
  /** What was asked and how it was answered. */
  readonly trace: string[] = [];
  readonly #ids = new Set<string>();

  constructor(s3: sdk.S3Client, roll: (below: number) => number, name: string) {
    this.s3 = s3;
    this.roll = roll;
    this.buckets = [new Bucket(`${name}-one`), new Bucket(`${name}-two`)];
  }

  pick<T>(list: readonly T[]): T {
    return list[this.roll(list.length)] as T;
  }

  chance(percent: number): boolean {
    return this.roll(100) < percent;
  }

  bucket(): Bucket {
    return this.pick(this.buckets);
  }

  /** One that is there, mostly. */
  key(bucket: Bucket): string {
    return bucket.keys.size > 0 && this.chance(60) ? this.pick([...bucket.keys.keys()]) : this.pick(KEYS);
  }

  /** A version of the key, of another, one that is gone, or none. */
  versionId(bucket: Bucket, key: string): string | undefined {
    if (this.chance(60)) return undefined;
    const own = bucket.keys.get(key) ?? [];
    if (own.length > 0 && this.chance(70)) return this.pick(own).id;
    const others = [...bucket.keys.values()].flat();
    return this.pick(['null', ...others.map(({ id }) => id), ...bucket.gone]);
  }

  bytes(): Buffer {
    const size = this.pick([0, 1, 20, 64, 100, 101, 300, 3000]);
    return Buffer.from(Array.from({ length: size }, () => this.roll(256)));
  }

  type(): string {
    return this.pick(TYPES);
  }

  metadata(): Record<string, string> {
    return this.chance(50) ? {} : { color: this.pick(['red', 'blue']), size: String(this.roll(10)) };
  }

  tags(): { Key: string; Value: string }[] {
    return this.chance(60) ? [] : [{ Key: 'stage', Value: this.pick(['dev', 'a b', 'x+y=z']) }];
  }

  /** An entity tag: the right one, with or without quotes, or another. */
  tag(version: Version | undefined): string {
    const etag = version && this.chance(70) ? version.etag : this.pick(['0'.repeat(32), md5(Buffer.alloc(0))]);
    return this.chance(50) ? `"${etag}"` : etag;
  }

  /** Sends; of an error its code and status. A body comes back as bytes. */
  async send(operation: string, input: Input): Promise<Answer> {
    const Command = (sdk as unknown as Record<string, new (input: Input) => sdk.GetObjectCommand>)[`${operation}Command`];
    if (!Command) throw new Error(`no ${operation}`);
    const told = (_: string, value: unknown) =>
      typeof value === 'string' && value.length > 200 ? `${value.slice(0, 80)}…` : value;
    const line = `${operation} ${JSON.stringify(input, (name, value) => (name === 'Body' ? `${(value as Buffer).length} bytes` : told(name, value)))}`;
    this.trace.push(line);
    let answer: Answer;
    try {
      const { $metadata, Body, ...rest } = await this.s3.send(new Command(input));
      answer = {
        Status: $metadata.httpStatusCode,
        ...rest,
        ...(Body && { Body: Buffer.from(await Body.transformToByteArray()) }),
      };
    } catch (failure) {
      const { name, $metadata, $response } = failure as Error & {
        $metadata?: { httpStatusCode: number };
        $response?: { headers: Record<string, string> };
      };
      if (!$metadata?.httpStatusCode) throw failure;
      const headers = $response?.headers ?? {};
      answer = { Status: $metadata.httpStatusCode, Code: name, Marker: headers['x-amz-delete-marker'] };
    }
    this.trace.push(`  → ${JSON.stringify(answer, (name, value) => (name === 'Body' ? 'bytes' : told(name, value)))}`);
    return answer;
  }

  /** Refused like this, and nothing else. */
  refused(answer: Answer, [Status, Code]: Refusal): void {
    expect({ Status: answer['Status'], ...(Code && { Code: answer['Code'] }) }).toEqual({ Status, ...(Code && { Code }) });
  }

  /** The members of the answer that `expected` names; undefined where they must not be there. */
  answered(answer: Answer, expected: Answer): void {
    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, answer[name]]))).toEqual(expected);
  }

  /** The id of a version that was made, if versions are kept: told, and never before. */
  made(bucket: Bucket, answer: Answer): string | undefined {
    const id = answer['VersionId'];
    if (bucket.versioning !== 'Enabled') return undefined;
    expect(id).toMatch(/^[\w.]{32}$/);
    expect(this.#ids.has(id as string)).toBe(false);
    this.#ids.add(id as string);
    return id as string;
  }

  /** Times are told alike everywhere. */
  sameTime(version: Version, told: unknown): void {
    const time = (told as Date).getTime();
    version.modified ??= time;
    expect(time).toBe(version.modified);
    expect(time % 1000).toBe(0);
  }
}

/** A status and a code; none where an answer has no body to say it in. */
export type Refusal = readonly [number, string?];

export const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');
