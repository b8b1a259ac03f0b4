import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { OperatorError } from '#core';
import type { Runtime } from '../runtimes.ts';

export interface InstalledFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

/** What an installed runtime consists of; written last, so its presence says that the install was completed. */
export interface Manifest {
  readonly flink: string;
  readonly distributionSha256: string;
  readonly files: readonly InstalledFile[];
}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** A JAR is a zip: its end record lies within the last 64 KiB. A truncated one has none. */
async function isWholeZip(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const length = Math.min(size, 65_557);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06])) >= 0;
  } finally {
    await file.close();
  }
}

/** After an install: every needed JAR is there and whole. */
export async function selfCheck(home: string, runtime: Runtime, files: readonly InstalledFile[]): Promise<void> {
  const needed = [
    `lib/flink-dist-${runtime.flink}.jar`,
    'lib/log4j-core-',
    'lib/log4j-slf4j-impl-',
    'lib/aws-kinesisanalytics-runtime-',
    'plugins/s3-fs-hadoop/',
  ];
  const missing = needed.filter((prefix) => !files.some((file) => file.path.startsWith(prefix)));
  const broken: string[] = [];
  for (const { path } of files) if (path.endsWith('.jar') && !(await isWholeZip(`${home}/${path}`))) broken.push(path);
  if (missing.length + broken.length === 0) return;
  throw new OperatorError(
    'RuntimeIncomplete',
    `The installed ${runtime.name} is not complete: ${[...missing.map((each) => `${each}* is missing`), ...broken.map((each) => `${each} is broken`)].join(', ')}.`,
    'Try again; if it stays so, the package index or Maven mirror in use serves something else than Apache Flink.',
  );
}

/** Before a start: cheap, sizes only. */
export async function isIntact(home: string): Promise<boolean> {
  try {
    const manifest = JSON.parse(await readFile(`${home}/manifest.json`, 'utf8')) as Manifest;
    const sizes = await Promise.all(manifest.files.map(async (file) => (await stat(`${home}/${file.path}`)).size === file.size));
    return sizes.every(Boolean);
  } catch {
    return false;
  }
}

/** A distribution somebody has is taken as it is, if it is one of this version. */
export async function checkOwnHome(home: string, runtime: Runtime): Promise<string> {
  const jars = await readdir(`${home}/lib`).catch(() => []);
  const dist = jars.find((name) => /^flink-dist.*\.jar$/.test(name));
  const minor = runtime.flink.split('.').slice(0, 2).join('.');
  if (dist?.includes(`-${minor}.`)) return home;
  throw new OperatorError(
    'RuntimeHomeInvalid',
    dist
      ? `${home} holds ${dist}, but ${runtime.name} is Flink ${minor}.`
      : `${home} is no Flink distribution: lib/ has no flink-dist JAR.`,
    `Point ${runtime.name} at the unpacked distribution of Flink ${runtime.flink}, or remove the setting to have it installed.`,
  );
}
