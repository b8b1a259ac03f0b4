import type { CreateMultipartUploadOutput, GetObjectOutput, ListObjectsV2Output, UploadPartOutput } from '#api/s3';
import type { ObjectBox } from '#engine';
import type { Invoke } from '#gateway';
import { type ActingRoles, SERVICE } from './role-sessions.ts';

/** aws: one PutObject takes 5 GiB, and so does a part — S3 user guide, upload limits; 10,000 parts of this size are 5 TiB */
const PART_BYTES = 512 * 1024 * 1024;

/** S3 as the role of an import or export sees it: what it may not do is not done. */
export function objectBox(invoke: Invoke, roles: ActingRoles, partBytes = PART_BYTES): ObjectBox {
  const bucketOf = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1);
  return {
    async list(as, bucketArn, prefix, signal) {
      const found: { key: string; bytes: number }[] = [];
      let token: string | undefined;
      do {
        const input = { Bucket: bucketOf(bucketArn), Prefix: prefix, ...(token !== undefined && { ContinuationToken: token }) };
        const to = { caller: await roles.callerFor(as), scope: as.scope, signal, invokedBy: SERVICE };
        const page = (await invoke('s3', 'ListObjectsV2', input, to)) as ListObjectsV2Output;
        for (const { Key, Size } of page.Contents ?? []) if (Key !== undefined) found.push({ key: Key, bytes: Size ?? 0 });
        token = page.NextContinuationToken;
      } while (token !== undefined);
      return found;
    },
    async open(as, bucketArn, key, signal) {
      const to = { caller: await roles.callerFor(as), scope: as.scope, signal, invokedBy: SERVICE };
      const { Body } = (await invoke('s3', 'GetObject', { Bucket: bucketOf(bucketArn), Key: key }, to)) as GetObjectOutput;
      return Body ?? nothing();
    },
    async put(as, bucketArn, key, { bytes, body }, signal) {
      const object = { Bucket: bucketOf(bucketArn), Key: key };
      // asked anew each time: a large file may take longer than a session of the role lasts
      const call = async (operation: string, input: object, until: AbortSignal | undefined = signal) =>
        invoke('s3', operation, input, {
          caller: await roles.callerFor(as),
          scope: as.scope,
          invokedBy: SERVICE,
          ...(until && { signal: until }),
        });
      if (bytes <= partBytes) {
        await call('PutObject', { ...object, ContentLength: bytes, Body: body });
        return;
      }
      const { UploadId } = (await call('CreateMultipartUpload', object)) as CreateMultipartUploadOutput;
      const upload = { ...object, UploadId };
      try {
        const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
        const next = inParts(body, partBytes);
        for (let sent = 0; sent < bytes; sent += partBytes) {
          const part = { PartNumber: Parts.length + 1, ContentLength: Math.min(partBytes, bytes - sent), Body: next() };
          const { ETag } = (await call('UploadPart', { ...upload, ...part })) as UploadPartOutput;
          Parts.push({ PartNumber: part.PartNumber, ETag });
        }
        await call('CompleteMultipartUpload', { ...upload, MultipartUpload: { Parts } });
      } catch (thrown) {
        // the signal may be what has ended it
        await call('AbortMultipartUpload', upload, undefined).catch(() => {});
        throw thrown;
      }
    },
  };
}

/** Bytes one part after the other: each call goes on where the one before ended. */
function inParts(body: AsyncIterable<Uint8Array>, partBytes: number): () => AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  let left: Uint8Array = new Uint8Array();
  return async function* part() {
    for (let room = partBytes; room > 0; ) {
      if (left.length === 0) {
        const { done, value } = await chunks.next();
        if (done) return;
        left = value;
      }
      const chunk = left.subarray(0, room);
      left = left.subarray(chunk.length);
      room -= chunk.length;
      yield chunk;
    }
  };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
