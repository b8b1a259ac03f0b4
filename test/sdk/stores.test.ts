/** What programs use S3 with: s3fs, rclone, boto3's managed transfers, lib-storage of the SDK for JavaScript. Those that are not installed are passed over. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import * as sdk from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTarget, type Target } from './target.ts';

const run = promisify(execFile);
const python = process.env['S3FS_PYTHON'] ?? 'python3';
const has = (command: string, ...args: string[]) =>
  run(command, args).then(
    () => true,
    () => false,
  );
const hasS3fs = await has(python, '-c', 'import s3fs');
const hasBoto3 = await has('python3', '-c', 'import boto3');
const hasRclone = await has('rclone', 'version');

let target: Target;
let work: string;
beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'millrace-stores-'));
  target = await openTarget();
});
afterAll(async () => {
  await target?.stop();
  rmSync(work, { recursive: true, force: true });
});

const environment = () => ({ PATH: process.env['PATH'] ?? '', HOME: work, ...target.environment });
const script = async (interpreter: string, name: string, bucket: string): Promise<unknown> => {
  const file = resolve(import.meta.dirname, 'clients', name);
  // pyenv's shims find their interpreters by this
  const env = { ...environment(), ...(process.env['PYENV_ROOT'] && { PYENV_ROOT: process.env['PYENV_ROOT'] }) };
  return JSON.parse((await run(interpreter, [file, bucket], { env })).stdout);
};

if (hasS3fs)
  test('s3fs', async () => {
    expect(await script(python, 's3fs-client.py', `s3fs-${process.pid}`)).toEqual({
      'across parts': '0405',
      size: 13 * 1024 * 1024,
      appended: 'abab',
      found: ['BUCKET/appended', 'BUCKET/dir/large', 'BUCKET/moved \u00fc+&.txt'],
      tags: { a: 'b' },
      metadata: { colour: 'red' },
      there: false,
    });
  });

if (hasBoto3)
  test("boto3's transfers, checksums and presigned requests", async () => {
    expect(await script('python3', 'boto3-store.py', `boto3-store-${process.pid}`)).toEqual({
      large: [true, '-3'],
      checksums: true,
      'bad checksum': 'BadDigest',
      'presigned by version 2': [true, 'by old url', 'b'],
      presigned: ['by url', 'text/x'],
      posted: [204, 'by form'],
      'all deleted': true,
    });
  });

if (hasRclone)
  test('rclone syncs both ways, checks, moves and purges', async () => {
    const { AWS_ENDPOINT_URL: endpoint = '' } = target.environment;
    const bucket = `rclone-${process.pid}`;
    const env = {
      ...environment(),
      RCLONE_CONFIG_M_TYPE: 's3',
      // with `AWS` it wants a name for each bucket
      RCLONE_CONFIG_M_PROVIDER: 'Other',
      RCLONE_CONFIG_M_ENV_AUTH: 'true',
      RCLONE_CONFIG_M_ENDPOINT: endpoint,
      RCLONE_CONFIG_M_FORCE_PATH_STYLE: 'true',
      RCLONE_CONFIG_M_REGION: 'us-east-1',
    };
    const rclone = async (...args: string[]) => {
      const { stdout } = await run('rclone', ['--s3-upload-cutoff', '6M', '--s3-chunk-size', '5M', ...args], { env });
      return stdout;
    };
    const tree = join(work, 'tree');
    mkdirSync(join(tree, 'deep/er'), { recursive: true });
    writeFileSync(join(tree, 'deep/er/\u00fc+& .txt'), 'a');
    writeFileSync(join(tree, 'large'), Buffer.alloc(12 * 1024 * 1024, 'large'));
    writeFileSync(join(tree, 'empty'), '');
    await rclone('mkdir', `m:${bucket}`);
    await rclone('sync', tree, `m:${bucket}/tree`);
    await rclone('check', '--download', tree, `m:${bucket}/tree`);
    // nothing is sent twice: the time of a file is in the object's metadata
    expect(JSON.parse(await rclone('lsjson', '-R', '--files-only', `m:${bucket}`)).length).toBe(3);
    rmSync(join(tree, 'empty'));
    await rclone('sync', tree, `m:${bucket}/tree`);
    expect((await rclone('lsf', '-R', '--files-only', `m:${bucket}/tree`)).trim().split('\n').sort()).toEqual([
      'deep/er/\u00fc+& .txt',
      'large',
    ]);
    await rclone('moveto', `m:${bucket}/tree/large`, `m:${bucket}/moved`);
    await rclone('copy', `m:${bucket}`, join(work, 'back'));
    expect(readFileSync(join(work, 'back/moved')).equals(readFileSync(join(tree, 'large')))).toBe(true);
    await rclone('purge', `m:${bucket}`);
  });

test('lib-storage sends a stream of unknown length in parts', async () => {
  const { AWS_ENDPOINT_URL: endpoint = '', AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = target.environment;
  const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  const s3 = new sdk.S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
  const Bucket = `lib-storage-${process.pid}`;
  await s3.send(new sdk.CreateBucketCommand({ Bucket }));
  for (const ChecksumAlgorithm of ['CRC32', 'CRC32C', 'SHA256'] as const) {
    const pieces = Array.from({ length: 11 }, (_, i) => Buffer.alloc(1024 * 1024, i));
    const upload = new Upload({
      client: s3,
      params: { Bucket, Key: ChecksumAlgorithm, Body: Readable.from(pieces), ChecksumAlgorithm },
      partSize: 5 * 1024 * 1024,
    });
    expect((await upload.done()).ETag).toMatch(/-3"$/);
    const got = await s3.send(new sdk.GetObjectCommand({ Bucket, Key: ChecksumAlgorithm, ChecksumMode: 'ENABLED' }));
    expect(Buffer.concat(pieces).equals(Buffer.from((await got.Body?.transformToByteArray()) ?? []))).toBe(true);
  }
});
