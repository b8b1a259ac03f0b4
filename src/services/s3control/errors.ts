import { AwsError } from '#core';

const error = (code: string, status: number, message: string) => new AwsError(code, message, { status });

// aws: sentences — recorded AWS answers in localstack tests/aws/services/s3control, TestS3ControlTagging

export const noSuchResource = () => error('NoSuchResource', 404, "The specified resource doesn't exist.");

const invalidTag = (message: string) => error('InvalidTag', 400, message);

export const reservedTagKey = () =>
  invalidTag(
    'User-defined tag keys can\'t start with "aws:". This prefix is reserved for system tags. Remove "aws:" from your tag keys and try again.',
  );

export const duplicateTagKeys = () =>
  invalidTag('There are duplicate tag keys in your request. Remove the duplicate tag keys and try again.');

export const invalidTagText = () =>
  invalidTag(
    "This request contains a tag key or value that isn't valid. Valid characters include the following: [a-zA-Z+-=._:/]. Tag keys can contain up to 128 characters. Tag values can contain up to 256 characters.",
  );

/** The limit is AWS's (model: TagList); the sentence is S3's of PutBucketTagging, as nobody has recorded the one said here. */
export const tooManyTags = () => error('BadRequest', 400, 'Bucket tag count cannot be greater than 50');
