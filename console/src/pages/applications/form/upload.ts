import { Upload } from '@aws-sdk/lib-storage';
import { s3 } from './places.ts';

/** JARs and ZIPs begin alike: what does not is neither, and Flink would say so much later. */
export async function isArchive(file: File): Promise<boolean> {
  const [p, k] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return p === 0x50 && k === 0x4b;
}

/** Puts a file into a bucket, in parts, and tells how much is there. */
export async function upload(
  file: File,
  where: { readonly bucket: string; readonly key: string },
  onProgress: (percent: number) => void,
): Promise<void> {
  const task = new Upload({
    client: s3(),
    params: { Bucket: where.bucket, Key: where.key, Body: file, ContentType: 'application/java-archive' },
    partSize: 5 * 1024 * 1024,
  });
  task.on('httpUploadProgress', ({ loaded = 0 }) => onProgress(Math.round((loaded / Math.max(1, file.size)) * 100)));
  await task.done();
}
