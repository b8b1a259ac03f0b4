import { createHash } from 'node:crypto';
import type { GetObjectOutput, HeadObjectOutput } from '#api/s3';
import { AwsError } from '#core';
import type { CodeStore as EngineCode } from '#engine';
import type { Invoke } from '#gateway';
import type { CodeStore, S3Location } from '#services/kinesisanalyticsv2';
import { type ActingRoles, SERVICE } from './role-sessions.ts';

const objectOf = ({ bucketArn, key, version }: S3Location) => ({
  Bucket: bucketArn.slice(bucketArn.lastIndexOf(':') + 1),
  Key: key,
  ...(version !== undefined && { VersionId: version }),
});

/** The control plane's look at code: what the role can read, its MD5 and its size. */
export function codeStore(invoke: Invoke, roles: ActingRoles): CodeStore {
  return {
    async head(as, location) {
      try {
        const caller = await roles.callerFor(as);
        const input = objectOf(location);
        const head = (await invoke('s3', 'HeadObject', input, {
          caller,
          scope: as.scope,
          invokedBy: SERVICE,
        })) as HeadObjectOutput;
        const etag = head.ETag?.replaceAll('"', '') ?? '';
        const size = head.ContentLength ?? 0;
        if (/^[0-9a-f]{32}$/.test(etag)) return { md5: etag, size };
        // The ETag of an object that came in parts is not its MD5.
        const { Body } = (await invoke('s3', 'GetObject', input, {
          caller,
          scope: as.scope,
          invokedBy: SERVICE,
        })) as GetObjectOutput;
        const hash = createHash('md5');
        for await (const chunk of Body ?? []) hash.update(chunk);
        return { md5: hash.digest('hex'), size };
      } catch (thrown) {
        if (thrown instanceof AwsError) return undefined;
        throw thrown;
      }
    },
  };
}

/** The engine's reading of code, as the application's role. */
export function roleCode(invoke: Invoke, roles: ActingRoles): EngineCode {
  return {
    async open(as, location, signal) {
      const caller = await roles.callerFor(as);
      const output = (await invoke('s3', 'GetObject', objectOf(location), {
        caller,
        scope: as.scope,
        signal,
        invokedBy: SERVICE,
      })) as GetObjectOutput;
      return { bytes: output.ContentLength ?? 0, body: output.Body ?? emptyBody() };
    },
  };
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {}
