import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Operations } from '#api/s3';
import { type Access, AwsError, type Call, type Caller, countingIds, fakeClock, type Ids, silentLogger } from '#core';
import { openS3, type S3Limits } from '#services/s3';
import { BlobStore, Database } from '#storage';
import { believed } from './principals.ts';

const nobody = () => Promise.reject(new Error('there is no KMS here'));

/** The service on a temporary data directory, called without a gateway. For tests only. */
export async function openTestS3(options: { directory?: string; ids?: Ids; limits?: Partial<S3Limits> } = {}) {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'millrace-s3-')));
  const database = new Database(join(directory, 'meta.db'));
  const blobs = await BlobStore.open({ database, directory: join(directory, 'blobs'), fsync: false });
  const clock = fakeClock();
  const s3 = openS3({
    database,
    blobs,
    dataKeys: { generate: nobody, open: nobody },
    principals: believed,
    clock,
    ids: options.ids ?? countingIds(),
    ...(options.limits && { limits: options.limits }),
  });
  const root: Caller = {
    kind: 'root',
    partition: 'aws',
    account: '000000000000',
    arn: 'arn:aws:iam::000000000000:root',
    userId: '000000000000',
  };
  const asked: Access[] = [];
  type As = { account?: string; region?: string; may?: (access: Access) => boolean; signal?: AbortSignal };
  return {
    directory,
    database,
    blobs,
    clock,
    service: s3.service,
    sweep: s3.sweep,
    stored: s3.stored,
    /** What has been asked of IAM by handlers. */
    asked,
    async run<K extends keyof Operations & string>(
      name: K,
      input: Operations[K]['input'],
      as: As = {},
    ): Promise<Operations[K]['output']> {
      const operation = s3.service.operations[name];
      if (!operation || 'unsupported' in operation) throw new Error(`${name} is not supported`);
      const account = as.account ?? root.account;
      const caller = { ...root, account, arn: `arn:aws:iam::${account}:root`, userId: account };
      const own = { partition: 'aws', account, region: as.region ?? 'us-east-1' };
      const scope = s3.service.scopeOf?.(name, input as Record<string, unknown>, own) ?? own;
      const may = (access: Access & { readonly action: string }) => {
        asked.push(access);
        return as.may?.(access) ?? true;
      };
      const call: Call = {
        scope,
        caller,
        requestId: 'request',
        receivedAt: clock.now(),
        sourceIp: '127.0.0.1',
        userAgent: 'test',
        endpoint: 'http://127.0.0.1:4566',
        logger: silentLogger,
        signal: as.signal ?? new AbortController().signal,
        may,
        authorize: (access) => {
          if (!may(access)) throw new AwsError('AccessDenied', `no ${access.action}`, { status: 403 });
        },
      };
      const output = (await operation.run(input as never, call)) as Operations[K]['output'];
      await database.settled();
      return output;
    },
    /** The body of a GetObject answer as text. */
    async bytes(output: { readonly Body?: AsyncIterable<Uint8Array> | undefined }): Promise<string> {
      const pieces: Uint8Array[] = [];
      for await (const piece of output.Body ?? []) pieces.push(piece);
      return Buffer.concat(pieces).toString('latin1');
    },
    /** Closes; with `keep`, the directory stays to be opened again. */
    async close(keep = false): Promise<void> {
      await s3.close();
      await blobs.close();
      database.close();
      if (!keep) await rm(directory, { recursive: true });
    },
  };
}

/** A body of the given pieces. */
export async function* text(...pieces: string[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece, 'latin1');
}

/** The code and sentence of the error that `promise` ends with. */
export async function refusal(
  promise: Promise<unknown>,
): Promise<{ code: string; message: string; status: number; fields: object }> {
  try {
    await promise;
  } catch (thrown) {
    if (thrown instanceof AwsError) {
      const { code, message, status, fields } = thrown;
      return { code, message, status, fields };
    }
    throw thrown;
  }
  throw new Error('nothing was refused');
}

/** Bytes that follow from a seed. */
export function seeded(seed: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let state = (seed * 2654435761 + 1) >>> 0;
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}
