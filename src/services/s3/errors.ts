import { errors } from '#api/s3';
import { AwsError } from '#core';

// aws: codes, statuses and most sentences — S3 API Reference, "Error responses"; others are marked.
// Fields become elements of <Error> beside Code and Message.

type Fields = Record<string, unknown>;
const error = (code: string, status: number, message: string, fields: Fields = {}) =>
  new AwsError(code, message, { status, fields });

export const noSuchBucket = (bucket: string) =>
  new errors.NoSuchBucket('The specified bucket does not exist', { BucketName: bucket });

export const noSuchKey = (key: string) => new errors.NoSuchKey('The specified key does not exist.', { Key: key });

/** A key whose newest version is a delete marker. */
export const keyIsDeleted = (key: string, version: string) =>
  new AwsError('NoSuchKey', 'The specified key does not exist.', {
    status: 404,
    fields: { Key: key },
    headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': version },
  });

export const noSuchVersion = (key: string, version: string) =>
  error('NoSuchVersion', 404, 'The specified version does not exist.', { Key: key, VersionId: version });

/** A version that is a delete marker can be deleted, not read. */
export const versionIsMarker = (version: string, method: string, modified: Date) =>
  new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    status: 405,
    fields: { Method: method, ResourceType: 'DeleteMarker' },
    headers: {
      allow: 'DELETE',
      'x-amz-delete-marker': 'true',
      'x-amz-version-id': version,
      'last-modified': modified.toUTCString(),
    },
  });

// aws: sentence — recorded AWS answer in localstack tests/aws/services/s3
export const invalidVersionId = (value: string, name = 'versionId') =>
  error('InvalidArgument', 400, 'Invalid version id specified', { ArgumentName: name, ArgumentValue: value });

export const noSuchUpload = (uploadId: string) =>
  new errors.NoSuchUpload(
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { UploadId: uploadId },
  );

export const bucketAlreadyOwned = (bucket: string) =>
  new errors.BucketAlreadyOwnedByYou('Your previous request to create the named bucket succeeded and you already own it.', {
    BucketName: bucket,
  });

export const bucketAlreadyExists = (bucket: string) =>
  new errors.BucketAlreadyExists(
    'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
    { BucketName: bucket },
  );

export const bucketNotEmpty = (bucket: string, versioned: boolean) =>
  error(
    'BucketNotEmpty',
    409,
    versioned
      ? 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.'
      : 'The bucket you tried to delete is not empty',
    { BucketName: bucket },
  );

export const invalidBucketName = (bucket: string) =>
  error('InvalidBucketName', 400, 'The specified bucket is not valid.', { BucketName: bucket });

export const keyTooLong = (bytes: number, limit: number) =>
  error('KeyTooLongError', 400, 'Your key is too long', { Size: String(bytes), MaxSizeAllowed: String(limit) });

// aws: both sentences — recorded AWS answers in localstack tests/aws/services/s3 (create bucket, location constraints)
export const incompatibleLocation = (constraint: string) =>
  error(
    'IllegalLocationConstraintException',
    400,
    `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );

export const invalidLocation = (constraint: string) =>
  error('InvalidLocationConstraint', 400, 'The specified location-constraint is not valid', { LocationConstraint: constraint });

export const preconditionFailed = (condition: string) =>
  error('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold', { Condition: condition });

/** Has no body; the headers say which object the client already has. */
export const notModified = (headers: Record<string, string>) =>
  new AwsError('NotModified', 'Not Modified', { status: 304, headers });

export const invalidRange = (requested: string, size: number) =>
  new AwsError('InvalidRange', 'The requested range is not satisfiable', {
    status: 416,
    fields: { RangeRequested: requested, ActualObjectSize: String(size) },
    headers: { 'content-range': `bytes */${size}` },
  });

export const invalidPartNumber = (requested: number, count: number) =>
  error('InvalidPartNumber', 416, 'The requested partnumber is not satisfiable', {
    PartNumberRequested: String(requested),
    ActualPartCount: String(count),
  });

/** aws: of an object the expected digest is told in hexadecimal, of a part in base64 — recorded AWS answers in localstack tests/aws/services/s3, test_s3_invalid_content_md5 */
export const badContentMd5 = (expected: Buffer, calculated: Buffer, told: 'hex' | 'base64') =>
  error('BadDigest', 400, 'The Content-MD5 you specified did not match what we received.', {
    ExpectedDigest: expected.toString(told),
    CalculatedDigest: calculated.toString('base64'),
  });

// aws: sentence — recorded AWS answer in localstack tests/aws/services/s3 (checksums)
export const badChecksum = (algorithm: string) =>
  error('BadDigest', 400, `The ${algorithm} you specified did not match the calculated checksum.`);

// aws: sentence — observed on AWS in public reports: aws/aws-sdk-java-v2 issue 2732, aws/aws-sdk-js issue 33
export const missingContentMd5 = () => invalidRequest('Missing required header for this request: Content-MD5');

export const invalidContentMd5 = (value: string) =>
  error('InvalidDigest', 400, 'The Content-MD5 you specified was invalid.', { 'Content-MD5': value });

export const entityTooLarge = (proposed: number, limit: number) =>
  error('EntityTooLarge', 400, 'Your proposed upload exceeds the maximum allowed size', {
    ProposedSize: String(proposed),
    MaxSizeAllowed: String(limit),
  });

export const entityTooSmall = (fields: { ETag: string; PartNumber: string; ProposedSize: string; MinSizeAllowed: string }) =>
  error('EntityTooSmall', 400, 'Your proposed upload is smaller than the minimum allowed size', fields);

export const invalidPart = (uploadId: string, part: number, etag: string) =>
  error(
    'InvalidPart',
    400,
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { UploadId: uploadId, PartNumber: String(part), ETag: etag },
  );

export const invalidPartOrder = (uploadId: string) =>
  error('InvalidPartOrder', 400, 'The list of parts was not in ascending order. Parts must be ordered by part number.', {
    UploadId: uploadId,
  });

export const malformedXml = () =>
  error('MalformedXML', 400, 'The XML you provided was not well-formed or did not validate against our published schema');

/** An argument without a value is named alone. — recorded AWS answers in localstack tests/aws/services/s3, such as test_list_objects_v2_continuation_start_after */
export const invalidArgument = (message: string, name: string, value = '') =>
  error('InvalidArgument', 400, message, { ArgumentName: name, ...(value !== '' && { ArgumentValue: value }) });

export const invalidRequest = (message: string) => new errors.InvalidRequest(message);

export const invalidTag = (message: string, fields: Fields = {}) => error('InvalidTag', 400, message, fields);

export const internalError = () => error('InternalError', 500, 'We encountered an internal error. Please try again.');

/** A request that AWS would accept and Millrace cannot honour. */
export const notImplemented = (message: string, header?: string) =>
  error('NotImplemented', 501, message, header === undefined ? {} : { Header: header });

export const headerNotImplemented = (header: string) =>
  notImplemented('A header you provided implies functionality that is not implemented', header);

export const invalidStorageClass = (value: string) =>
  error('InvalidStorageClass', 400, 'The storage class you specified is not valid', { StorageClassRequested: value });

// aws: the following — recorded AWS answers in localstack tests/aws/services/s3, test_s3_bucket_acl_exceptions
export const unexpectedContent = () => error('UnexpectedContent', 400, 'This request does not support content');

export const malformedAcl = () =>
  error('MalformedACLError', 400, 'The XML you provided was not well-formed or did not validate against our published schema');

export const aclMissing = () =>
  error('MissingSecurityHeader', 400, 'Your request was missing a required header', { MissingHeaderName: 'x-amz-acl' });

export const aclsNotSupported = () => error('AccessControlListNotSupported', 400, 'The bucket does not allow ACLs');

export const accessDenied = (message = 'Access Denied') => new errors.AccessDenied(message);

/** Has no body, as a HEAD is answered. */
export const forbiddenHead = (region: string) =>
  new AwsError('AccessDenied', 'Access Denied', { status: 403, headers: { 'x-amz-bucket-region': region } });

export const noSuch = (code: string, message: string, bucket?: string) =>
  error(code, 404, message, bucket === undefined ? {} : { BucketName: bucket });

export const metadataTooLarge = (size: number, limit: number) =>
  error('MetadataTooLarge', 400, 'Your metadata headers exceed the maximum allowed metadata size', {
    Size: String(size),
    MaxSizeAllowed: String(limit),
  });

export const tooManyBuckets = () => error('TooManyBuckets', 400, 'You have attempted to create more buckets than allowed');

export const badRequest = (message: string) => error('BadRequest', 400, message);

export const malformedPolicy = (message: string) => error('MalformedPolicy', 400, message);

// aws: sentence — recorded in public issue reports of PutBucketPolicy under Block Public Access
export const blockedPublicPolicy = (caller: string, resource: string) =>
  accessDenied(
    `User: ${caller} is not authorized to perform: s3:PutBucketPolicy on resource: "${resource}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
  );

// aws: sentence — recorded AWS answer in localstack tests/aws/services/s3 (bucket versioning)
export const illegalVersioning = () =>
  error('IllegalVersioningConfigurationException', 400, 'The Versioning element must be specified');

// aws: sentence — recorded AWS answer in localstack tests/aws/services/s3, test_multipart_parts_checksum_exceptions_composite
export const unsupportedChecksum = () =>
  invalidRequest(
    'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
  );

// aws: code and sentence — recorded AWS answer in localstack tests/aws/services/s3, test_get_bucket_policy_invalid_account_id
export const invalidBucketOwner = (value: string) =>
  error(
    'InvalidBucketOwnerAWSAccountID',
    400,
    `The value of the expected bucket owner parameter must be an AWS Account ID... [${value}]`,
  );

// aws: sentence — recorded AWS answer in localstack tests/aws/services/s3, test_put_object_if_none_match_validation
export const conditionNotImplemented = (
  header: string,
  why = `We don't accept the provided value of ${header} header for this API`,
) =>
  error('NotImplemented', 501, 'A header you provided implies functionality that is not implemented', {
    Header: header,
    additionalMessage: why,
  });

// aws: recorded AWS answer in localstack tests/aws/services/s3, test_put_object_if_match_and_if_none_match_validation
export const conditionsTogether = () =>
  conditionNotImplemented('If-Match,If-None-Match', 'Multiple conditional request headers present in the request');

// aws: recorded AWS answers in localstack tests/aws/services/s3, test_multipart_if_none_match_with_delete, …_if_match_with_put
export const conditionalConflict = (condition: 'If-Match' | 'If-None-Match', key: string) =>
  error(
    'ConditionalRequestConflict',
    409,
    'The conditional request cannot succeed due to a conflicting operation against this resource.',
    { Condition: condition, Key: key },
  );

// aws: sentence — recorded AWS answer in localstack tests/aws/services/s3, test_multipart_parts_checksum_exceptions_composite
export const badPartChecksum = (algorithm: string, part: number) =>
  error('BadDigest', 400, `The ${algorithm.toLowerCase()} you specified for part ${part} did not match what we received.`);

// aws: both — recorded AWS answers in localstack tests/aws/services/s3, test_s3_cors
export const corsNeedsOrigin = () => badRequest('Insufficient information. Origin request header needed.');

export const corsForbidden = (why: string, method: string, resource: 'BUCKET' | 'OBJECT') =>
  error('AccessForbidden', 403, `CORSResponse: ${why}`, { Method: method, ResourceType: resource });

// aws: the following — recorded AWS answers in localstack tests/aws/services/s3 (object lock)
export const bucketLocksNothing = () => invalidRequest('Bucket is missing Object Lock Configuration');

export const noLock = () =>
  error('NoSuchObjectLockConfiguration', 404, 'The specified object does not have a ObjectLock configuration');

export const locked = () => accessDenied('Access Denied because object protected by object lock.');

/** The date as Java writes it, on the clocks of the US west coast: `Tue Dec 31 16:00:00 PST 2019`. — test_s3_object_retention_exc */
export const retainInThePast = (date: Date) => {
  const options = { weekday: 'short', month: 'short', day: '2-digit', year: 'numeric', timeZoneName: 'short' } as const;
  const time = {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone: 'America/Los_Angeles',
  } as const;
  const parts = new Intl.DateTimeFormat('en-US', { ...options, ...time }).formatToParts(date);
  const of = (type: string) => parts.find((part) => part.type === type)?.value;
  const clock = `${of('hour')}:${of('minute')}:${of('second')}`;
  const told = `${of('weekday')} ${of('month')} ${of('day')} ${clock} ${of('timeZoneName')} ${of('year')}`;
  return invalidArgument('The retain until date must be in the future!', 'RetainUntilDate', told);
};

export const bypassOfNothing = () =>
  invalidArgument(
    'x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.',
    'x-amz-bypass-governance-retention',
  );

export const lockNeedsVersioning = () =>
  error('InvalidBucketState', 409, "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration");

export const lockKeepsVersioning = () =>
  error(
    'InvalidBucketState',
    409,
    'An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.',
  );
