import * as sdk from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dice } from '../../harness/dice.ts';
import { seed as first } from '../../harness/draws.ts';
import { objects, uploads as openUploads, versions } from './model/listings.ts';
import { copy, keepVersions, type Move, put, read, remove, removeMany, tag } from './model/objects.ts';
import { abort, begin, complete, listParts, PART_BYTES, part } from './model/uploads.ts';
import { Walk } from './model/walk.ts';
import { ROOT_KEY, type Served, serve } from './served.ts';

// Random walks through everything that can be done with two buckets, one of which never keeps versions. Every answer and every page is compared
// with a model in memory. A walk that fails prints its seed: MILLRACE_SEED begins with it. WALK_SECONDS says for how long new ones are begun.

const SECONDS = Number(process.env['WALK_SECONDS'] ?? 4);
const STEPS = 150;

/** How often each is done, among all. */
const MOVES: readonly (readonly [number, Move])[] = [
  [22, put],
  [16, read],
  [8, remove],
  [4, removeMany],
  [12, copy],
  [5, tag],
  [2, keepVersions],
  [9, begin],
  [10, part],
  [2, listParts],
  [6, complete],
  [1, abort],
  [5, objects],
  [5, versions],
  [5, openUploads],
];

let served: Served;
let s3: sdk.S3Client;
beforeAll(async () => {
  served = await serve({ limits: { partBytes: PART_BYTES }, inlineBytes: 100 });
  s3 = served.client(ROOT_KEY);
});
afterAll(() => served.close());

async function walkFrom(seed: number): Promise<void> {
  const walk = new Walk(s3, dice(seed), `walk-${seed}`);
  for (const { name: Bucket } of walk.buckets) await s3.send(new sdk.CreateBucketCommand({ Bucket }));
  if (walk.chance(70)) await keepVersions(walk);
  const moves = MOVES.flatMap(([times, move]) => Array.from({ length: times }, () => move));
  try {
    for (let step = 0; step < STEPS; step++) await walk.pick(moves)(walk);
    for (let page = 0; page < 12; page++) await walk.pick([objects, versions, openUploads])(walk);
  } catch (failure) {
    console.error(`seed ${seed}, the last of ${walk.trace.length / 2} requests:\n${walk.trace.slice(-40).join('\n')}`);
    throw failure;
  }
}

test('two buckets answer as a model of them does', { timeout: SECONDS * 1000 + 60_000 }, async () => {
  const end = Date.now() + SECONDS * 1000;
  let walks = 0;
  for (; Date.now() < end || walks < 2; walks++) await walkFrom(first + walks);
  console.log(`${walks} walks of ${STEPS} steps`);
  expect(walks).toBeGreaterThan(0);
});
