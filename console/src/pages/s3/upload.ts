import { Upload } from '@aws-sdk/lib-storage';
import { s3 } from './queries.ts';

/** Puts a file in parts of 5 MiB, and says how far it is, from 0 to 1. */
export async function uploadFile(
  bucket: string,
  key: string,
  file: File,
  onProgress: (done: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  const upload = new Upload({
    client: s3(),
    params: { Bucket: bucket, Key: key, Body: file, ...(file.type !== '' && { ContentType: file.type }) },
    partSize: 5 * 1024 * 1024,
    queueSize: 3,
  });
  signal?.addEventListener('abort', () => void upload.abort());
  upload.on('httpUploadProgress', ({ loaded = 0 }) => onProgress(file.size === 0 ? 1 : loaded / file.size));
  await upload.done();
  onProgress(1);
}
