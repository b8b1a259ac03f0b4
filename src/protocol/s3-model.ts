import type { ServiceModel, Shape } from '#core';

/** Values that S3 judges in sentences of its own, or takes in any case. — recorded AWS answers in localstack tests/aws/services/s3, test_different_location_constraint, test_s3_get_object_checksum, test_bucket_notification_with_invalid_filter_rules, test_put_bucket_logging_accept_wrong_grants, test_s3_object_lock_mode_validation, test_validate_website_configuration */
const JUDGED_LATER = [
  'BucketLocationConstraint',
  'BucketLogsPermission',
  'ChecksumMode',
  'FilterRuleName',
  'ObjectLockMode',
  'Protocol',
];

/**
 * What S3 demands, and the model does not.
 * aws: MalformedXML — an AWS answer in versity/versitygw issue 2111; MissingRequestBodyError — run on AWS: getmoto/moto tests/test_s3/test_s3_lock.py,
 * test_put_object_lock_misconfiguration
 */
const DEMANDED: Readonly<Record<string, readonly string[]>> = {
  CompletedPart: ['ETag', 'PartNumber'],
  PutObjectLockConfigurationRequest: ['ObjectLockConfiguration'],
};

/**
 * The order in which listings are written; what is not named follows.
 * aws: S3 API reference, sample responses of ListObjects, ListObjectsV2 and ListObjectVersions; the entries last, as the AWS SDK for Java
 * reads the bucket's name before them — recorded, test_response_structure
 */
const ORDER: Readonly<Record<string, readonly string[]>> = {
  ListObjectsOutput: ['Name', 'Prefix', 'Marker', 'NextMarker', 'MaxKeys', 'Delimiter', 'EncodingType', 'IsTruncated'],
  ListObjectsV2Output: [
    'Name',
    'Prefix',
    'ContinuationToken',
    'NextContinuationToken',
    'StartAfter',
    'KeyCount',
    'MaxKeys',
    'Delimiter',
    'EncodingType',
    'IsTruncated',
  ],
  ListObjectVersionsOutput: [
    'Name',
    'Prefix',
    'KeyMarker',
    'VersionIdMarker',
    'NextKeyMarker',
    'NextVersionIdMarker',
    'MaxKeys',
    'Delimiter',
    'EncodingType',
    'IsTruncated',
  ],
  // aws: the owner comes first — S3 API reference, ListBuckets, response syntax; recorded, test_response_structure
  ListBucketsOutput: ['Owner'],
};

/** The model where S3 itself is more lenient than it, or has another order. */
export function asS3Reads(model: ServiceModel): ServiceModel {
  const shapes = { ...model.shapes };
  for (const name of JUDGED_LATER) {
    const { enum: _, ...open } = shapes[name] ?? { type: 'string' as const };
    if (shapes[name]) shapes[name] = open;
  }
  // aws: tags are judged in sentences of their own — recorded in localstack tests/aws/services/s3control, test_tag_resource_validation
  for (const name of ['TagKeyString', 'TagValueString']) if (shapes[name]) shapes[name] = { type: 'string' };
  if (shapes['CopySource']) shapes['CopySource'] = { type: 'string' };
  for (const [name, required] of Object.entries(DEMANDED)) {
    if (shapes[name]) shapes[name] = { ...shapes[name], required: [...(shapes[name].required ?? []), ...required] };
  }
  // aws: a `<Tagging/>` without a set has an empty one — recorded, test_put_object_tagging_none_value
  if (shapes['Tagging']) shapes['Tagging'] = { ...shapes['Tagging'], required: [] };
  // aws: listings say where the bucket is — recorded AWS answer in localstack tests/aws/services/s3, test_region_header_exists_outside_us_east_1; versity/versitygw issue 1814
  const bucketRegion = shapes['HeadBucketOutput']?.members?.['BucketRegion'];
  for (const name of ['ListObjectsOutput', 'ListObjectsV2Output']) {
    const shape = shapes[name];
    if (shape && bucketRegion) shapes[name] = { ...shape, members: { ...shape.members, BucketRegion: bucketRegion } };
  }
  payerEverywhere(model, shapes);
  for (const [name, order] of Object.entries(ORDER)) if (shapes[name]) shapes[name] = inOrder(shapes[name], order);
  return { ...model, shapes };
}

/** aws: who pays may be said in every request, and is told in every answer, also where the model has no member for it — observed on AWS in a public report: aws/aws-sdk-java issue 1219 */
function payerEverywhere({ operations }: ServiceModel, shapes: Record<string, Shape>): void {
  const payer = shapes['GetObjectRequest']?.members?.['RequestPayer'];
  const charged = shapes['GetObjectOutput']?.members?.['RequestCharged'];
  // what is also a part of a request (NotificationConfiguration) stays as it is: a client may not say that it was charged
  const parts = new Set(Object.values(shapes).flatMap(({ members = {} }) => Object.values(members).map(({ shape }) => shape)));
  for (const { input, output } of Object.values(operations)) {
    const asked = input && shapes[input.shape];
    const told = output && shapes[output.shape];
    if (!input || !asked?.members?.['Bucket']) continue;
    if (payer && !asked.members['RequestPayer']) {
      shapes[input.shape] = { ...asked, members: { ...asked.members, RequestPayer: payer } };
    }
    if (output && charged && told && !told.members?.['RequestCharged'] && !parts.has(output.shape)) {
      shapes[output.shape] = { ...told, members: { ...told.members, RequestCharged: charged } };
    }
  }
}

function inOrder(shape: Shape, first: readonly string[]): Shape {
  const members = shape.members ?? {};
  const place = (name: string) => (first.includes(name) ? first.indexOf(name) : first.length);
  const sorted = Object.entries(members).sort(([a], [b]) => place(a) - place(b));
  return { ...shape, members: Object.fromEntries(sorted) };
}
