import { UPPER_ALPHANUMERIC } from '#core';
import type { Numbered, Received } from '../context.ts';

/** Ids by which an answer, an error and a log line find each other. S3's look different, and are made when it is known to be S3. */
export function assignRequestId({ parts }: Received): Numbered {
  return { requestId: parts.ids.uuid(), hostId: '' };
}

/** aws: sixteen capitals and digits, and a long Base64 text — recorded answers of S3 */
export function s3Ids({ parts }: Received): Numbered {
  return {
    requestId: parts.ids.text(16, UPPER_ALPHANUMERIC),
    hostId: Buffer.from(parts.ids.bytes(57)).toString('base64'),
  };
}
