/** Writes, overwrites and deletes until it is killed; says what has been acknowledged, one line each: `put <key> <seed> <size>` or `delete <key>`. */

import { randomIds } from '#core';
import { openTestS3, seeded } from '../../harness/s3.ts';
import { say } from '../../harness/say.ts';

const [directory = '', round = '0'] = process.argv.slice(2);
const s3 = await openTestS3({ directory, ids: randomIds, limits: { partBytes: 1 } });
if (round === '0') await s3.run('CreateBucket', { Bucket: 'crash' });
const tell = (line: string) => say(`${line}\n`);
const SIZES = [0, 10, 5_000, 20_000, 700_000];

async function writer(name: number): Promise<void> {
  for (let n = 0; ; n++) {
    const Key = `w${name}/${n % 7}`;
    const seed = Number(round) * 1_000_000 + name * 10_000 + n;
    const size = SIZES[seed % SIZES.length] ?? 0;
    tell(`begin ${Key}`);
    if (n % 5 === 4) {
      await s3.run('DeleteObject', { Bucket: 'crash', Key });
      tell(`delete ${Key}`);
      continue;
    }
    if (n % 5 === 3) {
      const { UploadId = '' } = await s3.run('CreateMultipartUpload', { Bucket: 'crash', Key });
      const half = size >> 1;
      const bytes = seeded(seed, size);
      const Parts = [];
      for (const [i, part] of [bytes.subarray(0, half), bytes.subarray(half)].entries()) {
        const { ETag } = await s3.run('UploadPart', { Bucket: 'crash', Key, UploadId, PartNumber: i + 1, Body: once(part) });
        Parts.push({ PartNumber: i + 1, ETag });
      }
      await s3.run('CompleteMultipartUpload', { Bucket: 'crash', Key, UploadId, MultipartUpload: { Parts } });
    } else await s3.run('PutObject', { Bucket: 'crash', Key, Body: once(seeded(seed, size)) });
    tell(`put ${Key} ${seed} ${size}`);
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

await Promise.all([0, 1, 2, 3].map(writer));
