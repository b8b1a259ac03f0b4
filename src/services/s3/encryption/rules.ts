import type { ServerSideEncryptionRule } from '#api/s3';
import { malformedXml, notImplemented } from '../errors.ts';
import { keyWithoutKms } from './errors.ts';

/** aws: every bucket encrypts with S3's own keys unless told otherwise — S3 User Guide, "Setting default server-side encryption behavior" */
export const DEFAULT_RULES: readonly ServerSideEncryptionRule[] = [
  { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false },
];

/** The key of a default is not looked at: objects are refused where it does not exist. — S3 API reference, PutBucketEncryption */
export function checkRules(rules: readonly ServerSideEncryptionRule[]): void {
  const [rule, ...more] = rules;
  if (!rule || more.length > 0) throw malformedXml();
  const { SSEAlgorithm: algorithm = 'AES256', KMSMasterKeyID: keyId } = rule.ApplyServerSideEncryptionByDefault ?? {};
  if (algorithm === 'AES256' && keyId !== undefined) throw keyWithoutKms();
  if (algorithm !== 'AES256' && algorithm !== 'aws:kms') {
    throw notImplemented(`Millrace does not encrypt twice: ${algorithm} cannot be a bucket's encryption.`);
  }
  if (rule.BlockedEncryptionTypes) throw notImplemented('Millrace does not block encryption types yet.');
}
