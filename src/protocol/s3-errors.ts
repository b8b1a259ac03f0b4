import { AwsError } from '#core';

// aws: codes and sentences — S3 API reference, Error responses; recorded answers where the reference has no sentence

export const malformedXml = (): AwsError =>
  new AwsError('MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema');

// aws: recorded AWS answer in localstack tests/aws/services/s3, test_s3_bucket_acl_exceptions
export const malformedAcl = (): AwsError =>
  new AwsError('MalformedACLError', 'The XML you provided was not well-formed or did not validate against our published schema');

export const missingBody = (): AwsError => new AwsError('MissingRequestBodyError', 'Request Body is empty');

export const missingHeader = (name: string): AwsError =>
  new AwsError(
    'InvalidRequest',
    // aws: sentence — an AWS answer in versity/versitygw issue 915
    name === ATTRIBUTES
      ? `The ${name} header specifying the attributes to be retrieved is either missing or empty`
      : `Missing required header for this request: ${name}`,
  );

const ATTRIBUTES = 'x-amz-object-attributes';

const LEAST = -(2 ** 31);

/** Whether a number is one of S3's integers, which have 32 bits. — an AWS answer in versity/versitygw issue 1794 */
export const isInteger = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= LEAST && (value as number) < -LEAST;

/** What S3 says of a header or parameter that is not what it must be. */
const SENTENCES: Readonly<Record<string, readonly [code: string, message: string]>> = {
  'x-amz-storage-class': ['InvalidStorageClass', 'The storage class you specified is not valid'],
  'x-amz-acl': ['InvalidArgument', ''],
  'encoding-type': ['InvalidArgument', 'Invalid Encoding Method specified in Request'],
  'x-amz-object-lock-mode': ['InvalidArgument', 'Unknown wormMode directive.'],
  // aws: sentence — an AWS answer in versity/versitygw issue 1141
  'x-amz-object-lock-legal-hold': ['InvalidArgument', "Legal Hold must be either of 'ON' or 'OFF'"],
  // aws: sentence — AWS answers in versity/versitygw issues 917 and 1000
  'x-amz-object-attributes': ['InvalidArgument', 'Invalid attribute name specified.'],
  'x-amz-metadata-directive': ['InvalidArgument', 'Unknown metadata directive.'],
  'x-amz-server-side-encryption': ['InvalidArgument', 'The encryption method specified is not supported'],
  'max-keys': ['InvalidArgument', 'Provided max-keys not an integer or within integer range'],
  'max-parts': ['InvalidArgument', 'Provided max-parts not an integer or within integer range'],
  'max-uploads': ['InvalidArgument', 'Provided max-uploads not an integer or within integer range'],
  // aws: the following two — AWS answers in versity/versitygw issues 1794 and 1804
  'max-buckets': ['InvalidArgument', 'Provided max-buckets not an integer or within integer range'],
  'part-number-marker': ['InvalidArgument', 'Provided part-number-marker not an integer or within integer range'],
  partNumber: ['InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive'],
  'x-amz-checksum-algorithm': [
    'InvalidRequest',
    'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
  ],
};

export function invalidArgument(name: string, value: string): AwsError {
  // aws: recorded AWS answers in localstack tests/aws/services/s3, test_bucket_ownership_controls_exc; test_s3_transition_default_minimum_object_size
  if (name === 'x-amz-object-ownership') {
    return new AwsError('InvalidArgument', `Invalid x-amz-object-ownership header: ${value}`, { fields: { ArgumentName: name } });
  }
  if (name === 'x-amz-transition-default-minimum-object-size') {
    return new AwsError('InvalidRequest', `Invalid TransitionDefaultMinimumObjectSize found: ${value}`);
  }
  if (name === ATTRIBUTES && value === '') return missingHeader(name);
  // aws: sentence — observed in versity/versitygw, tests/integration/ListBuckets.go; no AWS answer is told of there
  if (name === 'max-buckets' && isInteger(Number(value))) {
    return new AwsError('InvalidArgument', 'Argument max-buckets must be an integer between 1 and 10000.', {
      fields: { ArgumentName: name, ArgumentValue: value },
    });
  }
  // aws: recorded AWS answer in localstack tests/aws/services/s3, test_post_object_with_storage_class
  const storageClass = name === 'x-amz-storage-class' && { StorageClassRequested: value.slice(0, 1024) };
  const [code, message] = SENTENCES[name] ?? ['InvalidArgument', 'Invalid Argument'];
  const fields = code === 'InvalidArgument' ? { ArgumentName: name, ArgumentValue: value.slice(0, 1024) } : { ...storageClass };
  return new AwsError(code, message, { fields });
}
