import type { Scope } from '#core';
import { badIterator, iteratorExpired } from './errors.ts';
import { payloadOf, type Seal } from './seal.ts';

/** What an iterator means: the next record to read in a shard of a stream, and since when the iterator lives. */
export interface IteratorPosition {
  readonly scope: Scope;
  readonly stream: string;
  /** The stream's id: an iterator does not outlive its stream for one of the same name. */
  readonly id: string;
  readonly shard: number;
  readonly index: number;
  readonly issuedAt: number;
}

/** — aws: API reference, GetShardIterator: an iterator expires five minutes after it was returned */
export const ITERATOR_MILLIS = 300_000;
/** — aws: real iterators begin with the eight bytes 0…01; observed by kinesalite */
const VERSION = 1n;
const HEAD_BYTES = 28;

export function sealIterator(position: IteratorPosition, seal: Seal): string {
  const { scope, stream, id } = position;
  const names = Buffer.from([scope.partition, scope.account, scope.region, stream, id].join('/'));
  const payload = Buffer.allocUnsafe(HEAD_BYTES + names.length);
  payload.writeBigUInt64BE(VERSION, 0);
  payload.writeDoubleBE(position.issuedAt, 8);
  payload.writeDoubleBE(position.index, 16);
  payload.writeUInt32BE(position.shard, 24);
  names.copy(payload, HEAD_BYTES);
  return seal.seal(payload).toString('base64');
}

const decoded = (payload: Buffer | undefined): IteratorPosition | undefined => {
  if (!payload || payload.length <= HEAD_BYTES || payload.readBigUInt64BE(0) !== VERSION) return undefined;
  const [partition, account, region, stream, id] = payload.toString('utf8', HEAD_BYTES).split('/');
  if (!partition || !account || !region || !stream || !id) return undefined;
  return {
    scope: { partition, account, region },
    stream,
    id,
    shard: payload.readUInt32BE(24),
    index: payload.readDoubleBE(16),
    issuedAt: payload.readDoubleBE(8),
  };
};

/** aws: an iterator in quotation marks is taken for the one between them — localstack's tests that were run against AWS */
const unquoted = (text: string): string => (text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text);

/** What an iterator says of itself. Whether it is true is asked by `openIterator`. */
export function peekIterator(text: string): IteratorPosition {
  const position = decoded(payloadOf(Buffer.from(unquoted(text), 'base64')));
  if (!position) throw badIterator();
  return position;
}

/** What an iterator means, if it is one of ours and still good. */
export function openIterator(given: string, seal: Seal, now: number): IteratorPosition {
  const text = unquoted(given);
  const bytes = Buffer.from(text, 'base64');
  const position = bytes.toString('base64') === text ? decoded(seal.open(bytes)) : undefined;
  if (!position || position.issuedAt > now) throw badIterator();
  if (now - position.issuedAt > ITERATOR_MILLIS) throw iteratorExpired(position.issuedAt, now);
  return position;
}
