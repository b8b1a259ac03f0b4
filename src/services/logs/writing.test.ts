import { expect, test } from 'vitest';
import type { LogStore } from './store.ts';
import { write } from './writing.ts';

const place = {
  scope: { partition: 'aws', account: '000000000000', region: 'us-east-1' },
  group: { name: 'g', createdAt: 0, folder: 'f', logGroupClass: 'STANDARD', tags: {} },
  stream: { name: 's', createdAt: 0, folder: 'e' },
};

/** A store whose stream is, or is no longer, the one that was found. */
function storeOf(isCurrent: boolean, append: () => Promise<unknown>) {
  const ended: unknown[] = [];
  const ledger = { begin: async () => {}, end: (...taken: unknown[]) => ended.push(taken.length) };
  const store = {
    ledger,
    keys: { cipher: async () => undefined },
    isCurrent: () => isCurrent,
    events: async () => ({ append, bytes: 1 }),
  };
  return { store: store as unknown as LogStore, ended };
}

test('a stream that was deleted while its log was opened takes nothing: no file comes to be behind the deletion', async () => {
  let appended = 0;
  const { store, ended } = storeOf(false, async () => ++appended);
  await expect(write(store, place, [{ timestamp: 1, message: 'm' }])).rejects.toThrow('The specified log stream does not exist.');
  expect([appended, ended]).toEqual([0, [1]]);
});

test('what goes wrong with the disk is not told as a missing stream', async () => {
  const { store, ended } = storeOf(true, () => Promise.reject(new Error('no space left')));
  await expect(write(store, place, [{ timestamp: 1, message: 'm' }])).rejects.toThrow('no space left');
  expect(ended).toEqual([1]);
});
