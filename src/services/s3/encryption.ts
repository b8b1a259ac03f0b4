import type { ServerSideEncryptionRule } from '#api/s3';
import { malformedXml, notImplemented } from './errors.ts';

/** aws: every bucket encrypts with S3's own keys unless told otherwise — S3 User Guide, "Setting default server-side encryption behavior" */
export const DEFAULT_RULES: readonly ServerSideEncryptionRule[] = [
  { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false },
];

export function checkRules(rules: readonly ServerSideEncryptionRule[]): void {
  const [rule, ...more] = rules;
  if (!rule || more.length > 0) throw malformedXml();
  const algorithm = rule.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;
  if (algorithm !== undefined && algorithm !== 'AES256') {
    throw notImplemented(`Millrace has no key management service yet: ${algorithm} cannot be a bucket's encryption.`);
  }
  if (rule.BlockedEncryptionTypes) throw notImplemented('Millrace does not block encryption types yet.');
}
