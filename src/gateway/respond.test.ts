import { expect, it } from 'vitest';
import type { AnyResponse } from './received.ts';
import { respond } from './respond.ts';

it('lets go of a body when the client has gone before the answer', async () => {
  let held = true;
  const end = { done: true as const, value: undefined };
  const letGo = async () => {
    held = false;
    return end;
  };
  const body: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: () => ({ next: async () => end, return: letGo }) };
  const gone = { destroyed: true, writableEnded: false } as AnyResponse;
  expect(await respond(gone, { status: 200, headers: {}, body }, 'GET')).toBe(0);
  expect(held).toBe(false);
});
