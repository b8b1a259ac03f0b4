import { expect } from 'vitest';
import type { Bucket, Upload } from './buckets.ts';
import { type Move, sourceSought, sourceText, writeCondition } from './objects.ts';
import { md5, type Refusal, type Walk } from './walk.ts';

/** The smallest part, the last one excepted: what the server of the walk is told, so that parts can be short. */
export const PART_BYTES = 64;

const NO_UPLOAD: Refusal = [404, 'NoSuchUpload'];

export const begin: Move = async (walk) => {
  const bucket = walk.bucket();
  const key = walk.key(bucket);
  const [metadata, type] = [walk.metadata(), walk.type()];
  const answer = await walk.send('CreateMultipartUpload', {
    Bucket: bucket.name,
    Key: key,
    Metadata: metadata,
    ContentType: type,
  });
  walk.answered(answer, { Status: 200, Bucket: bucket.name, Key: key });
  bucket.uploads.push({ key, id: answer['UploadId'] as string, metadata, type, parts: new Map(), disturbed: false });
};

/** An upload that is open, or was; with where it is. Nothing where there was none. */
function one(walk: Walk): { bucket: Bucket; upload: Upload; at: Record<string, string> } | undefined {
  const bucket = walk.pick(walk.buckets.filter(({ uploads }) => uploads.length > 0));
  if (!bucket) return undefined;
  const upload = walk.pick(bucket.uploads);
  return { bucket, upload, at: { Bucket: bucket.name, Key: upload.key, UploadId: upload.id } };
}

export const part: Move = async (walk) => {
  const found = one(walk);
  if (!found) return begin(walk);
  const { upload, at } = found;
  const PartNumber = walk.roll(5) + 1;
  if (walk.chance(30)) return copiedPart(walk, upload, { ...at, PartNumber });
  const body = walk.bytes();
  const answer = await walk.send('UploadPart', { ...at, PartNumber, Body: body });
  walk.answered(answer, { Status: 200, ETag: `"${md5(body)}"` });
  upload.parts.set(PartNumber, { body, etag: md5(body) });
};

async function copiedPart(walk: Walk, upload: Upload, at: { PartNumber: number }): Promise<void> {
  const from = walk.bucket();
  const key = walk.key(from);
  const id = walk.versionId(from, key);
  const found = sourceSought(from, key, id);
  const size = 'body' in found ? found.body.length : 10;
  const [first, last] = [walk.roll(size + 3), walk.roll(size + 3)];
  const whole = walk.chance(40);
  const range = whole ? {} : { CopySourceRange: `bytes=${first}-${last}` };
  const answer = await walk.send('UploadPartCopy', { ...at, CopySource: sourceText(from, key, id), ...range });
  if (!('body' in found)) return walk.refused(answer, found);
  if (!whole && last >= first && first >= size) return walk.refused(answer, [400, 'InvalidRequest']);
  if (!whole && (last < first || last >= size)) return walk.refused(answer, [400, 'InvalidArgument']);
  const body = whole ? found.body : found.body.subarray(first, last + 1);
  walk.answered(answer, { Status: 200, CopyPartResult: expect.objectContaining({ ETag: `"${md5(body)}"` }) });
  upload.parts.set(at.PartNumber, { body, etag: md5(body) });
}

export const listParts: Move = async (walk) => {
  const found = one(walk);
  if (!found) return begin(walk);
  const MaxParts = walk.roll(4) + 1;
  const all = [...found.upload.parts].sort(([a], [b]) => a - b);
  let marker = walk.chance(50) ? 0 : walk.roll(6);
  for (;;) {
    const rest = all.filter(([number]) => number > marker);
    const page = rest.slice(0, MaxParts);
    const answer = await walk.send('ListParts', { ...found.at, MaxParts, PartNumberMarker: String(marker) });
    const told = (answer['Parts'] ?? []) as { PartNumber: number; Size: number; ETag: string }[];
    expect(told.map(({ PartNumber, Size, ETag }) => [PartNumber, Size, ETag])).toEqual(
      page.map(([number, { body, etag }]) => [number, body.length, `"${etag}"`]),
    );
    walk.answered(answer, { IsTruncated: rest.length > page.length });
    if (rest.length === page.length) return;
    marker = Number(answer['NextPartNumberMarker']);
    expect(marker).toBe(page.at(-1)?.[0]);
  }
};

export const complete: Move = async (walk) => {
  const found = one(walk);
  if (!found) return begin(walk);
  const { bucket, upload, at } = found;
  const stored = [...upload.parts].sort(([a], [b]) => a - b);
  const chosen = walk.chance(70) ? stored : stored.filter(() => walk.chance(60));
  let listed = chosen.map(([PartNumber, { etag }]) => ({ PartNumber, ETag: `"${etag}"` }));
  let refusal = chosen.slice(0, -1).some(([, { body }]) => body.length < PART_BYTES)
    ? ([400, 'EntityTooSmall'] as Refusal)
    : undefined;
  if (listed.length > 1 && walk.chance(10)) {
    listed = listed.reverse();
    refusal = [400, 'InvalidPartOrder'];
  } else if (walk.chance(10) || listed.length === 0) {
    listed.push({ PartNumber: 9, ETag: `"${'0'.repeat(32)}"` });
    refusal = [400, 'InvalidPart'];
  }
  const condition = writeCondition(walk, bucket.current(upload.key));
  const input = { ...at, MultipartUpload: { Parts: listed }, ...condition.input };
  const answer = await walk.send('CompleteMultipartUpload', input);
  if (condition.refusal) return walk.refused(answer, condition.refusal);
  if (Object.keys(condition.input).length > 0 && upload.disturbed)
    return walk.refused(answer, [409, 'ConditionalRequestConflict']);
  if (refusal) return walk.refused(answer, refusal);
  const bodies = chosen.map(([, { body }]) => body);
  const etag = `${md5(Buffer.concat(bodies.map((body) => Buffer.from(md5(body), 'hex'))))}-${chosen.length}`;
  const id = walk.made(bucket, answer);
  const said = { Status: 200, ETag: `"${etag}"`, VersionId: id };
  walk.answered(answer, said);
  const { metadata, type } = upload;
  const parts = chosen.map(([number, { body }]) => ({ number, size: body.length }));
  bucket.uploads = bucket.uploads.filter((other) => other !== upload);
  bucket.write(upload.key, { body: Buffer.concat(bodies), etag, metadata, type, tags: [], parts }, id);
  if (walk.chance(30)) walk.answered(await walk.send('CompleteMultipartUpload', input), said);
  await over(walk, at);
};

export const abort: Move = async (walk) => {
  const found = one(walk);
  if (!found) return begin(walk);
  const { bucket, upload, at } = found;
  walk.answered(await walk.send('AbortMultipartUpload', at), { Status: 204 });
  bucket.uploads = bucket.uploads.filter((other) => other !== upload);
  await over(walk, at);
};

/** Of an upload that has ended nothing is left. */
async function over(walk: Walk, at: Record<string, string>): Promise<void> {
  if (walk.chance(50)) walk.refused(await walk.send('ListParts', at), NO_UPLOAD);
  else walk.refused(await walk.send('UploadPart', { ...at, PartNumber: 1, Body: 'x' }), NO_UPLOAD);
}
