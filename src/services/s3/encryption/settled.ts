import { headerNotSupported } from './errors.ts';

/**
 * Operations for which the encryption of the object is settled, or that make no object.
 * aws: GetObject and HeadObject — API Reference ("you'll get an HTTP 400 Bad Request error"); parts — public reports: aws-sdk-java issue 1876,
 * irods_resource_plugin_s3 issue 1838, fog-aws pull request 589 (copies); listings — s3cmd issues 142 and 146
 */
const SETTLED: ReadonlySet<string> = new Set([
  'GetObject',
  'HeadObject',
  'ListObjects',
  'ListObjectsV2',
  'UploadPart',
  'UploadPartCopy',
]);

/** Refuses to be told how to encrypt where nothing is left to decide. */
export function checkHeaders(operation: string, headers: Readonly<Record<string, string>>): void {
  const asked = headers['x-amz-server-side-encryption'];
  if (asked !== undefined && SETTLED.has(operation)) throw headerNotSupported(asked);
}
