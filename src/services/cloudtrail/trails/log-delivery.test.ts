import { expect, it } from 'vitest';
import { batchesOf } from './log-delivery.ts';

const event = (seq: number, at: number, bytes = 100) => ({ seq, at, account: 'a', region: 'r', text: 'x'.repeat(bytes) });
const seqs = (batches: ReturnType<typeof batchesOf>) => batches.map((batch) => batch.map(({ seq }) => seq));

it('events go by time, as many as fit', () => {
  expect(seqs(batchesOf([event(1, 30), event(2, 10), event(3, 10)]))).toEqual([[2, 3, 1]]);
  const quarter = 256 * 1024 - 26;
  // four fill a request to the last byte
  expect(seqs(batchesOf([1, 2, 3, 4, 5].map((seq) => event(seq, seq, quarter))))).toEqual([[1, 2, 3, 4], [5]]);
  expect(seqs(batchesOf([event(1, 1, quarter + 1), event(2, 2)]))).toEqual([[2]]);
  expect(seqs(batchesOf([event(1, 0), event(2, 86_399_999), event(3, 86_400_000)]))).toEqual([[1, 2], [3]]);
  expect(batchesOf([])).toEqual([]);
});
