import type { PutObjectOutput, PutObjectRequest } from '#api/s3';
import type { Operation } from '#core';
import { mayWrite } from '../access.ts';
import { checksumMembers } from '../checksums/algorithms.ts';
import type { S3Deps } from '../deps.ts';
import { newSeal, sealMembers } from '../encryption/seal.ts';
import { headerNotImplemented } from '../errors.ts';
import { bucketOf, writtenVersion } from '../find.ts';
import { expirationOf } from '../lifecycle.ts';
import { checkKey } from '../names.ts';
import { describe } from '../object-input.ts';
import { withDefaultLock } from '../object-lock.ts';
import { quoted } from '../object-output.ts';
import { isChecked, kept, receive } from '../receive.ts';
import { lockNeedsChecksum } from '../setting-errors.ts';
import { checkWrite, commitTogether } from '../write-object.ts';

export const putObject: Operation<PutObjectRequest, PutObjectOutput, S3Deps> = {
  access: mayWrite(),
  run: async (input, call, deps) => {
    checkKey(input.Key);
    if (input.WriteOffsetBytes !== undefined) throw headerNotImplemented('x-amz-write-offset-bytes');
    const early = bucketOf(input, call, deps);
    const about = describe(input, early, deps.clock);
    const { retention, hold } = withDefaultLock(about, early, deps.clock.millis());
    if ((retention ?? hold) && call.sent && !isChecked(input)) throw lockNeedsChecksum('Object');
    checkWrite(input, early, call, deps); // spares the client the upload; decided again when the body is here
    const seal = await newSeal(input, early, call, deps);
    const received = await receive(input, call, deps, seal);
    const { staged, etag } = received;
    const { algorithm, value } = received.checksum;
    const checksum = { algorithm, value, type: 'FULL_OBJECT' } as const;
    try {
      const { bucket, line, expiration } = await commitTogether(input, call, deps, (bucket) => {
        const said = withDefaultLock(about, bucket, deps.clock.millis());
        const line = deps.objects.put(bucket.id, input.Key, bucket.settings.versioning, (replaced) => {
          const doc = { slices: [kept(received, deps, replaced)], checksum, ...said, ...(seal && { seal: seal.seal }) };
          return { size: staged.size, etag, doc };
        });
        return { bucket, line, expiration: expirationOf(line, said, bucket) };
      });
      return {
        ETag: quoted(etag),
        ...checksumMembers(checksum),
        ...sealMembers(seal?.seal),
        VersionId: writtenVersion(bucket, line.version),
        Expiration: expiration,
      };
    } catch (failure) {
      await deps.blobs.discard(staged);
      throw failure;
    }
  },
};
