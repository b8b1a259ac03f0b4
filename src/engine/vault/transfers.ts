import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, posix, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { AwsError } from '#core';
import type { AsRole } from '../ports.ts';
import { bytesIn, filesIn } from './files.ts';
import type { ObjectBox, SnapshotOutcome, SnapshotWork } from './ports.ts';

/** What a work cannot be done for; told to whoever asked for it. */
class TransferFailure extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface TransferNeeds {
  readonly objects: ObjectBox;
  /** Where the account's snapshots lie. */
  readonly snapshotRoot: string;
  readonly step: (name: string) => void;
}

/** Does one work from the beginning, however often it was begun before. Throws only what the next try may mend, or a crash. */
export async function transfer(work: SnapshotWork, needs: TransferNeeds, signal: AbortSignal): Promise<SnapshotOutcome> {
  try {
    if (work.kind === 'delete') return await deleteFiles(work, needs);
    return work.kind === 'export' ? await exportFiles(work, needs, signal) : await importFiles(work, needs, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    // aws: SnapshotErrorInfo has an ErrorCode and an ErrorString — model; the codes AWS uses are unverified, ours are S3's and STS's own
    if (thrown instanceof TransferFailure) return { done: false, code: thrown.code, reason: thrown.message };
    if (thrown instanceof AwsError) return { done: false, code: thrown.code, reason: thrown.message };
    throw thrown;
  }
}

async function deleteFiles({ directory }: SnapshotWork, { snapshotRoot, step }: TransferNeeds): Promise<SnapshotOutcome> {
  if (directory) await rm(join(snapshotRoot, directory), { recursive: true, force: true });
  step('performed');
  return { done: true };
}

const asRole = ({ scope, arn, roleArn = '' }: SnapshotWork): AsRole => ({ scope, roleArn, applicationArn: arn });

/** The files of the savepoint itself: Flink puts it into a directory of its own below ours. */
async function exportFiles(work: SnapshotWork, needs: TransferNeeds, signal: AbortSignal): Promise<SnapshotOutcome> {
  const { bucketArn = '', prefix = '', operationId, directory = '' } = work;
  const files = await filesIn(join(needs.snapshotRoot, directory));
  const metadata = files.find((file) => posix.basename(file.name) === '_metadata');
  if (!metadata) throw new TransferFailure('SnapshotDataMissing', 'The files of the snapshot are not there.');
  const root = posix.dirname(metadata.name);
  // The metadata comes last, as Flink itself writes it last: what has it is complete.
  for (const file of [...files.filter((each) => each !== metadata), metadata]) {
    // aws: the operation id is added directly after the prefix — developer guide, import and export
    const key = `${prefix}${operationId}/${posix.relative(root, file.name)}`;
    const body = createReadStream(file.path);
    await needs.objects.put(asRole(work), bucketArn, key, { bytes: file.bytes, body }, signal);
    needs.step('put');
  }
  return { done: true };
}

async function importFiles(work: SnapshotWork, needs: TransferNeeds, signal: AbortSignal): Promise<SnapshotOutcome> {
  const { bucketArn = '', prefix = '', directory = '' } = work;
  const as = asRole(work);
  const found = await needs.objects.list(as, bucketArn, prefix, signal);
  const metadata = found.filter(({ key }) => posix.basename(key) === '_metadata');
  const [only] = metadata;
  if (!only) throw new TransferFailure('SavepointNotFound', `There is no Flink savepoint (no _metadata) below ${prefix}.`);
  if (metadata.length > 1)
    throw new TransferFailure('SavepointAmbiguous', `There are ${metadata.length} savepoints below ${prefix}.`);
  const root = posix.dirname(only.key);
  const target = join(needs.snapshotRoot, directory);
  const partial = `${target}.partial`;
  await rm(partial, { recursive: true, force: true });
  await rm(target, { recursive: true, force: true });
  for (const { key } of found.filter((object) => object.key.startsWith(`${root}/`) && !object.key.endsWith('/'))) {
    const name = root === '.' ? key : key.slice(root.length + 1);
    const file = resolve(partial, 'savepoint', name);
    if (!file.startsWith(resolve(partial))) throw new TransferFailure('InvalidObjectKey', `The key ${key} is no file name.`);
    await mkdir(dirname(file), { recursive: true });
    await pipeline(await needs.objects.open(as, bucketArn, key, signal), createWriteStream(file), { signal });
    needs.step('got');
  }
  await rename(partial, target);
  needs.step('performed');
  return { done: true, path: pathToFileURL(join(target, 'savepoint')).href, bytes: await bytesIn(target) };
}
