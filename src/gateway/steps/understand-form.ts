import { AwsError } from '#core';
import { targetOf } from '#protocol';
import type { Identified, Received } from '../context.ts';
import { takeForm } from '../form.ts';

/** A form that a browser sends to a bucket becomes the request that it means. */
export function understandForm(request: Received & Identified): Partial<Received> | undefined | Promise<Partial<Received>> {
  const { method, served, query, headers } = request;
  if (method !== 'POST' || served.family !== 's3' || query !== '' || targetOf(request).key !== '') return undefined;
  if (headers['content-type']?.toLowerCase().startsWith('multipart/form-data')) return takeForm(request);
  // aws: recorded AWS answer in localstack tests/aws/services/s3, test_post_object_with_wrong_content_type
  throw new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    status: 412,
    fields: { Condition: 'Bucket POST must be of the enclosure-type multipart/form-data' },
  });
}
