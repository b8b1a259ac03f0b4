import { type Ids, UPPER_ALPHANUMERIC } from '#core';
import type { Numbered, Received } from '../context.ts';

/** Ids by which an answer, an error and a log line find each other. S3's look different, and are taken when it is known to be S3. */
export function assignRequestId({ parts }: Received): Numbered {
  return { requestId: parts.ids.uuid(), hostId: '' };
}

/** So many are drawn at once: each is then but a piece of a text. */
const DRAWN = 64;
const REQUEST_ID = 16;
/** Bytes of a host id: a multiple of three, which Base64 makes a whole text of. */
const HOST_BYTES = 57;
const HOST_ID = (HOST_BYTES / 3) * 4;

/** aws: sixteen capitals and digits, and a long Base64 text — recorded answers of S3 */
export function s3Ids(ids: Ids): () => Numbered {
  let requestIds = '';
  let hostIds = '';
  let left = 0;
  return () => {
    if (left === 0) {
      requestIds = ids.text(DRAWN * REQUEST_ID, UPPER_ALPHANUMERIC);
      hostIds = Buffer.from(ids.bytes(DRAWN * HOST_BYTES)).toString('base64');
      left = DRAWN;
    }
    left--;
    return {
      requestId: requestIds.slice(left * REQUEST_ID, (left + 1) * REQUEST_ID),
      hostId: hostIds.slice(left * HOST_ID, (left + 1) * HOST_ID),
    };
  };
}
