import type { GetObjectOutput, ListObjectsV2Output } from '#api/s3';
import type { ObjectBox } from '#engine';
import type { Invoke } from '#gateway';
import { type ActingRoles, SERVICE } from './role-sessions.ts';

/** S3 as the role of an import or export sees it: what it may not do is not done. */
export function objectBox(invoke: Invoke, roles: ActingRoles): ObjectBox {
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
      const input = { Bucket: bucketOf(bucketArn), Key: key, ContentLength: bytes, Body: body };
      await invoke('s3', 'PutObject', input, { caller: await roles.callerFor(as), scope: as.scope, signal, invokedBy: SERVICE });
    },
  };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
