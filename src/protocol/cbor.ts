import { cbor } from '@smithy/core/cbor';
import { Unreadable } from './violations.ts';

/** aws: the content type of Kinesis CBOR — recorded request of the AWS SDK for Java 2.31 */
export const CBOR = 'application/x-amz-cbor-1.1';

export function readCbor(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return {};
  const value: unknown = cbor.deserialize(bytes);
  if (typeof value !== 'object' || value === null) throw new Unreadable('');
  return value;
}

export const writeCbor = (value: unknown): Uint8Array => Buffer.from(cbor.serialize(value));
