import { errors } from '#api/s3';
import { AwsError } from '#core';

// aws: codes and sentences — recorded AWS answers in localstack tests/aws/services/s3 (sse_c, kms), unless marked

const argument = (message: string, value?: string, code = 'InvalidArgument') =>
  new AwsError(code, message, {
    fields: { ArgumentName: 'x-amz-server-side-encryption', ...(value !== undefined && { ArgumentValue: value }) },
  });

export const customerAlgorithmMissing = () =>
  argument('Requests specifying Server Side Encryption with Customer provided keys must provide a valid encryption algorithm.');
export const customerAlgorithmUnknown = (value: string) =>
  argument(
    'The Encryption request you specified is not valid. Supported value: AES256.',
    value,
    'InvalidEncryptionAlgorithmError',
  );
export const customerKeyMissing = () =>
  argument('Requests specifying Server Side Encryption with Customer provided keys must provide an appropriate secret key.');
export const customerKeyInvalid = (value?: string) =>
  argument('The secret key was invalid for the specified algorithm.', value?.slice(0, 1024));
export const customerKeyMd5Wrong = () => argument('The calculated MD5 hash of the key did not match the hash that was provided.');
export const customerKeyWrong = () =>
  new errors.AccessDenied(
    'Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.',
  );
export const twoEncryptions = (value: string) =>
  argument('Server Side Encryption with Customer provided key is incompatible with the encryption method specified', value);
// aws: sentence and fields — public reports: irods_resource_plugin_s3 issue 1838, fog-aws pull request 589
export const headerNotSupported = (value: string) =>
  argument('x-amz-server-side-encryption header is not supported for this operation.', value);
export const needsCustomerKey = () =>
  new errors.InvalidRequest(
    'The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.',
  );
// aws: sentence — public reports of GetObject with SSE-C headers for an object without
export const needlessCustomerKey = () =>
  new errors.InvalidRequest('The encryption parameters are not applicable to this object.');
export const partNeedsCustomerKey = () =>
  new errors.InvalidRequest(
    'The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.',
  );
// aws: of copies, too — public report: minio/minio issue 5625
export const customerKeyDiffers = () =>
  new errors.InvalidRequest('The provided encryption parameters did not match the ones used originally.');

export const keyWithoutKms = () =>
  new AwsError(
    'InvalidArgument',
    'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse',
    { fields: { ArgumentName: 'ApplyServerSideEncryptionByDefault' } },
  );
// aws: sentence — public reports of PutObject
export const kmsHeaderWithoutKms = () =>
  new AwsError(
    'InvalidArgument',
    'Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms',
    { fields: { ArgumentName: 'x-amz-server-side-encryption', ArgumentValue: 'null' } },
  );
/** aws: KMS answers unsigned requests of nobody — S3 User Guide, "Using server-side encryption with AWS KMS keys" */
export const unsignedKms = () =>
  new AwsError(
    'InvalidArgument',
    'Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.',
    { fields: { ArgumentName: 'Authorization', ArgumentValue: 'null' } },
  );

/** What KMS says, as S3 passes it on. */
export function ofKms(thrown: unknown): unknown {
  if (!(thrown instanceof AwsError)) return thrown;
  if (thrown.code === 'AccessDeniedException') return new errors.AccessDenied(thrown.message);
  return thrown.status < 500 ? new AwsError(`KMS.${thrown.code}`, thrown.message) : thrown;
}

// the sentence is ours
export const badContext = (value: string) =>
  new AwsError('InvalidArgument', 'The encryption context is not a JSON object of texts, encoded as Base64.', {
    fields: { ArgumentName: 'x-amz-server-side-encryption-context', ArgumentValue: value.slice(0, 1024) },
  });
