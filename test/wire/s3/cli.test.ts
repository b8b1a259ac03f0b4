import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT_KEY, SECRET, type Served, serve } from './served.ts';

const run = promisify(execFile);
let served: Served;
let work: string;
beforeAll(async () => {
  served = await serve();
  work = await mkdtemp(join(tmpdir(), 'millrace-s3-cli-'));
});
afterAll(async () => {
  await served.close();
  await rm(work, { recursive: true });
});

const aws = async (...args: string[]): Promise<string> => {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: work,
    AWS_ACCESS_KEY_ID: ROOT_KEY,
    AWS_SECRET_ACCESS_KEY: SECRET,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: served.endpoint,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...(process.env['PYENV_ROOT'] && { PYENV_ROOT: process.env['PYENV_ROOT'] }),
  };
  const { stdout } = await run('aws', args, { env, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
};

/** SHA-256 of a file of `bytes` random bytes. */
async function randomFile(path: string, bytes: number): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path, 'w');
  for (let left = bytes; left > 0; left -= 4 * 1024 * 1024) {
    const piece = randomBytes(Math.min(left, 4 * 1024 * 1024));
    hash.update(piece);
    await file.write(piece);
  }
  await file.close();
  return hash.digest('hex');
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Uint8Array);
  return hash.digest('hex');
}

const MB = 1024 * 1024;

test('the steps of the lab', { timeout: 120_000 }, async () => {
  await aws('s3api', 'create-bucket', '--bucket', 'lab', '--region', 'us-east-1');
  await aws('s3api', 'put-object', '--bucket', 'lab', '--key', 'artifacts/');
  await writeFile(join(work, 'app.jar'), randomBytes(3 * MB));
  await aws('s3', 'cp', '--no-progress', join(work, 'app.jar'), 's3://lab/artifacts/app.jar');
  expect(await aws('s3', 'ls', 's3://lab/artifacts/')).toMatch(/3145728 app\.jar/);
  expect(await aws('s3', 'ls', 's3://lab')).toMatch(/PRE artifacts\//);
  // version 1 of the CLI signs by version 2 here
  const url = (await aws('s3', 'presign', 's3://lab/artifacts/app.jar')).trim();
  expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(await readFile(join(work, 'app.jar')));
  await aws('s3', 'rm', 's3://lab', '--recursive');
  await aws('s3api', 'delete-bucket', '--bucket', 'lab', '--region', 'us-east-1');
  expect(await aws('s3', 'ls')).toBe('');
});

test('a file of 150 MB goes up in parts and comes down equal', { timeout: 240_000 }, async () => {
  await aws('s3', 'mb', 's3://large');
  const hash = await randomFile(join(work, 'large.jar'), 150 * MB);
  const before = process.memoryUsage().rss;
  await aws('s3', 'cp', '--no-progress', join(work, 'large.jar'), 's3://large/jars/large.jar');
  await aws('s3', 'cp', '--no-progress', 's3://large/jars/large.jar', join(work, 'down.jar'));
  expect(await hashOf(join(work, 'down.jar'))).toBe(hash);
  const { ETag: etag } = JSON.parse(await aws('s3api', 'head-object', '--bucket', 'large', '--key', 'jars/large.jar')) as {
    ETag: string;
  };
  expect(etag).toMatch(/-19"$/);
  await aws('s3', 'cp', 's3://large/jars/large.jar', 's3://large/copy.jar');
  await aws('s3', 'cp', '--no-progress', 's3://large/copy.jar', join(work, 'copy.jar'));
  expect(await hashOf(join(work, 'copy.jar'))).toBe(hash);
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * MB);
  await aws('s3', 'rb', 's3://large', '--force');
  await expect.poll(() => filesIn(join(served.directory, 'blobs'))).toEqual([]);
});

test('sync copies what differs, and nothing twice', { timeout: 120_000 }, async () => {
  await aws('s3', 'mb', 's3://sync');
  const tree = join(work, 'tree');
  const names = ['a.txt', 'b b.txt', 'deep/er/ü+&=?.txt', 'deep/100%.txt', 'deep/empty'];
  for (const name of names) {
    await mkdir(join(tree, name, '..'), { recursive: true });
    await writeFile(join(tree, name), name.endsWith('empty') ? '' : name);
    await utimes(join(tree, name), 1e9, 1e9); // S3's times are whole seconds: a file of this second would look newer
  }
  expect((await aws('s3', 'sync', '--no-progress', tree, 's3://sync/x/')).trim().split('\n')).toHaveLength(5);
  expect(await aws('s3', 'sync', '--no-progress', tree, 's3://sync/x/')).toBe('');
  await aws('s3', 'sync', '--no-progress', 's3://sync/x/', join(work, 'back'));
  for (const name of names) expect(await readFile(join(work, 'back', name))).toEqual(await readFile(join(tree, name)));
  await rm(join(tree, 'a.txt'));
  expect(await aws('s3', 'sync', '--delete', tree, 's3://sync/x/')).toMatch(/delete: s3:\/\/sync\/x\/a\.txt/);
  await aws('s3', 'mv', '--no-progress', 's3://sync/x/b b.txt', 's3://sync/y.txt');
  expect(await aws('s3', 'ls', '--recursive', 's3://sync')).toMatch(/y\.txt/);
});

async function filesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}
