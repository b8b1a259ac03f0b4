import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { CreateBucketCommand, GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signHeaders } from '#auth';
import { ROOT_KEY, SECRET, type Served, serve } from './served.ts';

// Bodies that are hashed beside the event loop, in memory that is used again and again.

const MIB = 1024 * 1024;
let served: Served;
let s3: S3Client;
beforeAll(async () => {
  served = await serve();
  s3 = served.client(ROOT_KEY);
  await s3.send(new CreateBucketCommand({ Bucket: 'long' }));
});
afterAll(() => served.close());

interface How {
  /** What the signature is made for, where other bytes are sent. */
  readonly signedFor?: Uint8Array;
  /** Bytes of each write. */
  readonly step?: number;
  /** Milliseconds to wait in the middle. */
  readonly rest?: number;
  /** Where the client goes away. */
  readonly until?: number;
}

async function put(key: string, body: Uint8Array, { signedFor = body, step = 100_003, rest = 0, until }: How = {}) {
  const { host, hostname, port } = new URL(served.endpoint);
  const path = `/long/${key}`;
  const headers = signHeaders(
    { method: 'PUT', path, query: '', headers: { host, 'content-length': String(body.length) } },
    signedFor,
    { accessKeyId: ROOT_KEY, secretAccessKey: SECRET },
    { region: 'us-east-1', service: 's3', now: Date.now() },
  );
  const message = request({ host: hostname, port, method: 'PUT', path, headers });
  const answered = once(message, 'response');
  answered.catch(() => {});
  for (let at = 0; at < (until ?? body.length); at += step) {
    if (rest > 0 && at <= body.length / 2 && at + step > body.length / 2) await pause(rest);
    if (!message.write(body.subarray(at, at + step))) await once(message, 'drain');
  }
  if (until !== undefined) {
    message.destroy();
    return 'gone';
  }
  message.end();
  const [answer] = await answered;
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece);
  return `${answer.statusCode} ${answer.headers.etag} ${Buffer.concat(pieces)}`;
}

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');
const there = async (Key: string) => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'long', Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
};

test('bodies of many lengths at once, fast and slow ones, are each what was sent', async () => {
  const lengths = [MIB - 1, MIB, MIB + 1, 3 * MIB + 63, 8 * MIB, 20 * MIB + 12_345];
  const bodies = lengths.map((length) => randomBytes(length));
  const waits = [0, 0, 300, 0, 200, 0];
  for (let round = 0; round < 2; round++) {
    const answers = await Promise.all(
      bodies.map((body, i) => put(`k${i}`, body, { step: 30_000 + i * 70_001, rest: waits[i] as number })),
    );
    for (const [i, body] of bodies.entries()) {
      expect(answers[i]).toBe(`200 "${md5(body)}" `);
      expect((await there(`k${i}`)).equals(body)).toBe(true);
    }
    bodies.reverse();
  }
});

test('a body that is not the one that was signed leaves what was there', async () => {
  const body = randomBytes(5 * MIB);
  expect(await put('signed', body)).toMatch(/^200 /);
  const other = Buffer.from(body);
  other[4 * MIB] = (other[4 * MIB] as number) ^ 1;
  const [refused, beside] = await Promise.all([put('signed', other, { signedFor: body }), put('beside', other)]);
  expect(refused).toMatch(/^400 .*<Code>XAmzContentSHA256Mismatch<\/Code>/s);
  expect(refused).toContain(createHash('sha256').update(other).digest('hex'));
  expect(beside).toBe(`200 "${md5(other)}" `);
  expect((await there('signed')).equals(body)).toBe(true);
});

test('clients that go away leave nothing behind and disturb nobody', async () => {
  const body = randomBytes(9 * MIB);
  const gone = Array.from({ length: 6 }, (_, i) => put(`gone${i}`, body, { until: (i + 1) * MIB }));
  const stayed = Array.from({ length: 3 }, (_, i) => put(`stayed${i}`, body, { rest: 50 }));
  expect(await Promise.all(gone)).toEqual(Array(6).fill('gone'));
  expect(await Promise.all(stayed)).toEqual(Array(3).fill(`200 "${md5(body)}" `));
  await expect(there('gone0')).rejects.toThrow(/does not exist/);
  for (let i = 0; i < 3; i++) expect((await there(`stayed${i}`)).equals(body)).toBe(true);
});

test('more slow bodies than there is room for do not stop the ones that come', async () => {
  const body = randomBytes(2 * MIB);
  const slow = Array.from({ length: 100 }, (_, i) => put(`slow${i}`, body, { rest: 1500, step: 512 * 1024 }));
  await pause(300);
  const began = performance.now();
  expect(await put('fast', body)).toBe(`200 "${md5(body)}" `);
  expect(performance.now() - began).toBeLessThan(10_000);
  for (const answer of await Promise.all(slow)) expect(answer).toBe(`200 "${md5(body)}" `);
}, 60_000);
