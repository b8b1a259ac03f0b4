import { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { client } from '../aws/index.ts';

/** S3 by paths: a bucket's own host name would be another origin. */
export const s3 = (): S3Client => client(S3Client, { forcePathStyle: true });

/** Puts a file in parts of 5 MiB, one after the other, and says after each how far it is, from 0 to 1: parts at the same time would all end together. */
export async function uploadFile(
  file: File,
  where: { readonly bucket: string; readonly key: string; readonly type?: string },
  onProgress: (done: number) => void,
): Promise<void> {
  const type = where.type ?? file.type;
  const upload = new Upload({
    client: s3(),
    params: { Bucket: where.bucket, Key: where.key, Body: file, ...(type !== '' && { ContentType: type }) },
    partSize: 5 * 1024 * 1024,
    queueSize: 1,
  });
  upload.on('httpUploadProgress', ({ loaded = 0 }) => onProgress(file.size === 0 ? 1 : loaded / file.size));
  await upload.done();
  onProgress(1);
}
