import {
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT_KEY, type Served, serve } from './served.ts';

let served: Served;
let s3: S3Client;
const Bucket = 'settled';
beforeAll(async () => {
  served = await serve();
  s3 = served.client(ROOT_KEY);
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(() => served.close());

const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (failure: Error) => `${failure.name}: ${failure.message}`,
  );

test('nobody is told how to encrypt where that is settled — API Reference, GetObject, HeadObject; aws-sdk-java issue 1876', async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key: 'settled', Body: 'x', ServerSideEncryption: 'AES256' }));
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'parts', ServerSideEncryption: 'AES256' }));
  const telling = served.client(ROOT_KEY);
  telling.middlewareStack.add(
    (next) => (args) => {
      (args.request as { headers: Record<string, string> }).headers['x-amz-server-side-encryption'] = 'AES256';
      return next(args);
    },
    { step: 'build' },
  );
  const part = { Bucket, Key: 'parts', UploadId, PartNumber: 1 };
  const asked = [
    telling.send(new GetObjectCommand({ Bucket, Key: 'settled' })),
    telling.send(new UploadPartCommand({ ...part, Body: 'x' })),
    telling.send(new UploadPartCopyCommand({ ...part, CopySource: `${Bucket}/settled` })),
    telling.send(new ListObjectsV2Command({ Bucket })),
  ];
  const no = 'InvalidArgument: x-amz-server-side-encryption header is not supported for this operation.';
  expect(await Promise.all(asked.map(refused))).toEqual([no, no, no, no]);
  await expect(telling.send(new GetObjectCommand({ Bucket, Key: 'settled' }))).rejects.toMatchObject({
    ArgumentName: 'x-amz-server-side-encryption',
    ArgumentValue: 'AES256',
  });
  await expect(telling.send(new HeadObjectCommand({ Bucket, Key: 'settled' }))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 400 },
  });
  // an upload and a copy may say it
  expect(await refused(telling.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/settled` })))).toBe(
    'done',
  );
  expect(await refused(telling.send(new PutObjectCommand({ Bucket, Key: 'settled', Body: 'y' })))).toBe('done');
});
