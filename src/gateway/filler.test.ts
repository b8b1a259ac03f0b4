import { PassThrough, Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Filler } from './filler.ts';

const filler = (source: Readable) => new Filler(source, () => {});

test('property: whatever the cuts of a stream and the memory for it, its bytes come in order and once', async () => {
  const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 12 });
  const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(pieces, sizes, fc.boolean(), async (all, rooms, shared) => {
      let counted = 0;
      const filling = new Filler(Readable.from(all.map(Buffer.from), { objectMode: false }), (bytes) => {
        counted += bytes;
      });
      const got: Buffer[] = [];
      for (let i = 0; ; i++) {
        const room = rooms[i % rooms.length] as number;
        const into = shared ? Buffer.from(new SharedArrayBuffer(room)) : Buffer.alloc(room);
        const filled = await filling.fill(into);
        got.push(Buffer.from(into.subarray(0, filled)));
        if (filled < room) break;
      }
      expect(Buffer.concat(got)).toEqual(Buffer.concat(all));
      expect(counted).toBe(Buffer.concat(all).length);
    }),
  );
});

test('who does not ask for more is not sent more', async () => {
  const source = new PassThrough({ highWaterMark: 10 });
  const filling = filler(source);
  source.write('0123456789abcdef');
  const four = Buffer.alloc(4);
  expect([await filling.fill(four), four.toString()]).toEqual([4, '0123']);
  source.write('ghij');
  await turn();
  expect(source.isPaused()).toBe(true);
  const rest = Buffer.alloc(16);
  expect([await filling.fill(rest), rest.toString()]).toEqual([16, '456789abcdefghij']);
  source.end();
  expect(await filling.fill(rest)).toBe(0);
});

test('a stream that breaks off says so, before, while and after it is waited for', async () => {
  const while_ = new PassThrough();
  const waiting = filler(while_).fill(Buffer.alloc(4));
  while_.write('12');
  while_.destroy();
  await expect(waiting).rejects.toThrow('broke off');

  const after = new PassThrough();
  const filling = filler(after);
  after.write('1234');
  expect(await filling.fill(Buffer.alloc(4))).toBe(4);
  after.destroy(new Error('reset'));
  await turn();
  await expect(filling.fill(Buffer.alloc(4))).rejects.toThrow('broke off');

  const before = new PassThrough();
  before.destroy();
  await turn();
  await expect(filler(before).fill(Buffer.alloc(4))).rejects.toThrow('broke off');
});

test('what is left to others is theirs', async () => {
  const source = new PassThrough();
  const filling = filler(source);
  source.write('1234');
  expect(await filling.fill(Buffer.alloc(4))).toBe(4);
  filling.leave();
  const passed: string[] = [];
  source.on('data', (piece: Buffer) => passed.push(piece.toString()));
  source.resume();
  source.end('5678');
  await turn();
  expect(passed).toEqual(['5678']);
});
