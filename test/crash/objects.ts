import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { Reach } from '../harness/built-server.ts';
import { bytesOf, labelOf, untilGone, type Witness } from './witness.ts';

const BUCKET = 'crash-objects';
const PART = 5 * 1024 * 1024;
const WRITERS = 3;
const KEYS = 25;

const client = (reach: Reach) => new S3Client({ ...reach, forcePathStyle: true });

/** What a key holds: the last thing that was acknowledged, or, where an answer is missing, what was asked for after it. */
interface Held {
  sure: string | undefined;
  maybe: { label: string | undefined } | undefined;
}

/** Objects small and large, overwritten and deleted, and uploads in parts that a crash finds half done. */
export function objectsWitness(): Witness {
  const objects = new Map<string, Held>();
  /** Parts that were acknowledged, of an upload that was not completed. */
  const uploads = new Map<string, { key: string; parts: Map<number, string> }>();
  const settled = new Set<string>();
  let promises = 0;

  const change = async (key: string, label: string | undefined, request: () => Promise<unknown>) => {
    const held = objects.get(key) ?? { sure: undefined, maybe: undefined };
    objects.set(key, held);
    held.maybe = { label };
    await request();
    held.sure = label;
    held.maybe = undefined;
    promises++;
  };

  return {
    name: 'objects',
    get promises() {
      return promises;
    },
    async prepare(reach) {
      await client(reach).send(new CreateBucketCommand({ Bucket: BUCKET }));
    },
    async write(reach, round) {
      const s3 = client(reach);
      const writers = Array.from({ length: WRITERS }, (_, writer) =>
        untilGone(async (turn) => {
          const Key = `${writer}/${turn % KEYS}`;
          if (turn % 7 === 6) {
            await change(Key, undefined, () => s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key })));
            return;
          }
          const label = `${round}/o${writer}/${turn}`;
          const Body = bytesOf(label, [100, 20_000, 1_000, 300_000][turn % 4] as number);
          await change(Key, label, () => s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body })));
        }),
      );
      const parts = untilGone(async (turn) => {
        const Key = `parts/${round}-${turn}`;
        const where = { Bucket: BUCKET, Key };
        const { UploadId = '' } = await s3.send(new CreateMultipartUploadCommand(where));
        const upload = { key: Key, parts: new Map<number, string>() };
        uploads.set(UploadId, upload);
        const Parts: { PartNumber: number; ETag: string }[] = [];
        for (const [i, size] of [PART, 70_000].entries()) {
          const Body = bytesOf(`${round}/m/${turn}/${i}`, size);
          const { ETag = '' } = await s3.send(new UploadPartCommand({ ...where, UploadId, PartNumber: i + 1, Body }));
          upload.parts.set(i + 1, ETag);
          promises++;
          Parts.push({ PartNumber: i + 1, ETag });
        }
        const label = `${round}/m/${turn}/0`;
        const done = () => s3.send(new CompleteMultipartUploadCommand({ ...where, UploadId, MultipartUpload: { Parts } }));
        uploads.delete(UploadId);
        await change(Key, label, done);
      });
      await Promise.all([...writers, parts]);
    },
    doubt: () => settled.clear(),
    async check(reach) {
      const s3 = client(reach);
      const listed = new Set<string>();
      for (let token: string | undefined, more = true; more; more = token !== undefined) {
        const page = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, ContinuationToken: token }));
        for (const { Key = '' } of page.Contents ?? []) listed.add(Key);
        token = page.NextContinuationToken;
      }
      for (const [key, held] of objects) {
        // what does not change any more is read once
        if (settled.has(key)) continue;
        const found = listed.has(key) ? await labelAt(s3, key) : undefined;
        const allowed = [held.sure, ...(held.maybe ? [held.maybe.label] : [])];
        if (!allowed.includes(found)) throw new Error(`${key} is ${found}, promised was ${allowed.join(' or ')}`);
        held.sure = found;
        held.maybe = undefined;
        if (key.startsWith('parts/')) settled.add(key);
      }
      for (const [UploadId, { key: Key, parts }] of uploads) {
        const there = await s3.send(new ListPartsCommand({ Bucket: BUCKET, Key, UploadId }));
        for (const [number, etag] of parts) {
          const part = there.Parts?.find(({ PartNumber }) => PartNumber === number);
          if (part?.ETag !== etag) throw new Error(`part ${number} of ${Key} is ${part?.ETag} instead of ${etag}`);
        }
        const Parts = (there.Parts ?? []).map(({ PartNumber, ETag }) => ({ PartNumber, ETag }));
        if (Parts.length === 0) continue;
        await s3.send(new CompleteMultipartUploadCommand({ Bucket: BUCKET, Key, UploadId, MultipartUpload: { Parts } }));
        const { ContentLength } = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key }));
        if (ContentLength !== (Parts.length === 1 ? PART : PART + 70_000)) throw new Error(`${Key} has ${ContentLength} bytes`);
      }
      uploads.clear();
    },
  };

  async function labelAt(s3: S3Client, Key: string): Promise<string> {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    const pieces = Key.startsWith('parts/') ? [bytes.subarray(0, PART), bytes.subarray(PART)] : [bytes];
    const labels = pieces.map(labelOf);
    if (labels.includes(undefined)) throw new Error(`${Key} has bytes that were never sent`);
    return labels[0] as string;
  }
}
