import type { ChecksumType, CreateMultipartUploadOutput, CreateMultipartUploadRequest } from '#api/s3';
import { ALPHANUMERIC, type Operation } from '#core';
import { createsNothing, mayWrite } from '../access.ts';
import { type ComputedAlgorithm, isComputed } from '../checksums/algorithms.ts';
import { isLinear } from '../checksums/combine.ts';
import { notForAnonymous } from '../denial.ts';
import type { S3Deps } from '../deps.ts';
import { newSeal, sealMembers } from '../encryption/seal.ts';
import { invalidRequest, unsupportedChecksum } from '../errors.ts';
import { bucketOf } from '../find.ts';
import { abortionOf } from '../lifecycle.ts';
import { checkKey } from '../names.ts';
import { describe } from '../object-input.ts';
import { withDefaultLock } from '../object-lock.ts';
import { DEFAULT_ALGORITHM } from '../receive.ts';

export const createMultipartUpload: Operation<CreateMultipartUploadRequest, CreateMultipartUploadOutput, S3Deps> = {
  access: mayWrite(createsNothing),
  run: async (input, call, deps) => {
    if (call.caller.kind === 'anonymous') throw notForAnonymous('initiate multipart uploads');
    checkKey(input.Key);
    const bucket = bucketOf(input, call, deps);
    // aws: the bucket's retention as it is now, and from now on — recorded, radkawar/stackd s3/object_lock_controls_replay.json
    const about = withDefaultLock(describe(input, bucket, deps.clock), bucket, deps.clock.millis());
    const { algorithm, type } = checksumOf(input);
    const sealing = await newSeal(input, bucket, call, deps);
    const object = { ...about, ...(sealing && { seal: sealing.seal }) };
    const now = deps.clock.millis();
    // aws: no fraction of a second, as with objects — recorded AWS answer in localstack tests/aws/services/s3, test_s3_list_multiparts_timestamp_precision
    const initiatedAt = new Date(Math.floor(now / 1000) * 1000);
    // ids sort by time, as AWS lists the uploads of a key — API Reference, ListMultipartUploads
    const id = now.toString(36).padStart(9, '0') + deps.ids.text(119, ALPHANUMERIC);
    const initiator = { arn: call.caller.arn, account: call.caller.account };
    const chosen = input.ChecksumAlgorithm !== undefined;
    deps.database.transaction(() =>
      deps.uploads.insert({
        bucket: bucket.id,
        key: input.Key,
        id,
        initiatedAt,
        doc: { object, algorithm, type, chosen, initiator },
      }),
    );
    return {
      Bucket: bucket.name,
      Key: input.Key,
      UploadId: id,
      ...sealMembers(sealing?.seal),
      ...(chosen && { ChecksumAlgorithm: algorithm, ChecksumType: type }),
      ...abortionOf(input.Key, initiatedAt, bucket),
    };
  },
};

/** aws: CRC64NVME is of the full object, SHA composite, CRC32 and CRC32C either — S3 User Guide, "Checking object integrity", multipart table */
function checksumOf(input: CreateMultipartUploadRequest): { algorithm: ComputedAlgorithm; type: ChecksumType } {
  const { ChecksumAlgorithm: algorithm, ChecksumType: type } = input;
  if (algorithm === undefined) {
    // aws: sentence — recorded AWS answer in localstack tests/aws/services/s3 (multipart checksums)
    if (type !== undefined) {
      throw invalidRequest('The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.');
    }
    return { algorithm: DEFAULT_ALGORITHM, type: 'FULL_OBJECT' };
  }
  if (!isComputed(algorithm)) throw unsupportedChecksum();
  const chosen = type ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
  const fits = chosen === 'FULL_OBJECT' ? isLinear(algorithm) : algorithm !== 'CRC64NVME';
  // aws: sentence — recorded AWS answer in localstack tests/aws/services/s3 (multipart checksums)
  if (!fits) {
    throw invalidRequest(`The ${chosen} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`);
  }
  return { algorithm, type: chosen };
}
