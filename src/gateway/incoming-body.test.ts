import { PassThrough, Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { systemClock } from '#core';
import { type BodySource, IncomingBody } from './incoming-body.ts';
import { bodyOf } from './message-body.ts';
import { UnverifiedBytes } from './unverified-bytes.ts';

const MIB = 1024 * 1024;
const parts = (room = MIB) => ({ clock: systemClock, unverified: new UnverifiedBytes(room) });
const noMemory = () => {
  throw new Error('nothing is lent');
};

/** Somebody who brings a body as he is told to, and says what he was told. */
class Bringer implements BodySource {
  readonly told: string[] = [];
  open = () => void this.told.push('open');
  close = () => void this.told.push('close');
  letGo = () => void this.told.push('let go');
  destroy = () => void this.told.push('destroy');
}

/** A message of Node's server, as far as bodies know it. */
const message = (source: Readable, headers: Record<string, string> = { 'transfer-encoding': 'chunked' }) =>
  bodyOf(Object.assign(source, { headers, httpVersionMajor: 1 }) as never, undefined, parts());

const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 12 });
const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 });
const memoryOf = (bytes: number, shared: boolean) => (shared ? Buffer.from(new SharedArrayBuffer(bytes)) : Buffer.alloc(bytes));

async function allOf(body: IncomingBody, rooms: readonly number[], shared: boolean): Promise<Buffer> {
  const stream = body.stream();
  const got: Buffer[] = [];
  for (let i = 0; ; i++) {
    const into = memoryOf(rooms[i % rooms.length] as number, shared);
    const filled = await stream.fill(into);
    got.push(Buffer.from(into.subarray(0, filled)));
    if (filled < into.length) return Buffer.concat(got);
  }
}

test('property: whatever the cuts of a message and the memory for it, its bytes come in order and once', async () => {
  await fc.assert(
    fc.asyncProperty(pieces, sizes, fc.boolean(), async (all, rooms, shared) => {
      const body = message(Readable.from(all.map(Buffer.from), { objectMode: false }));
      const whole = Buffer.concat(all);
      expect(await allOf(body, rooms, shared)).toEqual(whole);
      expect(body.received).toBe(whole.length);
      expect(body.endedAt).toBeDefined();
    }),
  );
});

test('property: … and where they are put in their place by whoever brings them, or are not, as he likes', async () => {
  const many = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.boolean()), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 1, maxLength: 300 }),
      many,
      sizes,
      fc.boolean(),
      async (sent, cuts, rooms, shared) => {
        const bringer = new Bringer();
        const body = new IncomingBody(bringer, sent.length, undefined, parts());
        const bring = async () => {
          for (let at = 0, i = 0; at < sent.length; i++) {
            while (bringer.told.at(-1) !== 'open') await turn();
            const [most, directly] = cuts[i % cuts.length] as [number, boolean];
            const room = directly ? body.room() : undefined;
            const piece = Buffer.from(sent.subarray(at, at + Math.min(most, room?.length ?? most)));
            if (room) room.fill(piece, 0, piece.length);
            body.take(room ? room.subarray(0, piece.length) : piece);
            if (!room) piece.fill(0); // its memory is used again
            at += piece.length;
          }
          body.end();
        };
        const [got] = await Promise.all([allOf(body, rooms, shared), bring()]);
        expect(got).toEqual(Buffer.from(sent));
      },
    ),
  );
});

test('who does not ask for more is not sent more', async () => {
  const source = new PassThrough({ highWaterMark: 10 });
  const { fill } = message(source).stream();
  source.write('0123456789abcdef');
  const four = Buffer.alloc(4);
  expect([await fill(four), four.toString()]).toEqual([4, '0123']);
  source.write('ghij');
  await turn();
  expect(source.isPaused()).toBe(true);
  const rest = Buffer.alloc(16);
  expect([await fill(rest), rest.toString()]).toEqual([16, '456789abcdefghij']);
  source.end();
  expect(await fill(rest)).toBe(0);
});

test('pieces are read as they come, and stay as they are', async () => {
  const bringer = new Bringer();
  const body = new IncomingBody(bringer, 100_000, undefined, parts());
  const read = body.stream()[Symbol.asyncIterator]();
  const seen: Uint8Array[] = [];
  for (let sent = 0; sent < 100_000; sent += 10_000) {
    const next = read.next();
    body.take(Buffer.alloc(10_000, sent / 10_000));
    seen.push((await next).value);
  }
  body.end();
  expect((await read.next()).done).toBe(true);
  expect(seen.flatMap((piece) => [...new Set(piece)])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(seen.reduce((bytes, { length }) => bytes + length, 0)).toBe(100_000);
});

test('a body that breaks off says so, before, while and after it is waited for', async () => {
  const cutOff = 'You did not provide the number of bytes';
  const while_ = new PassThrough();
  const waiting = message(while_).stream().fill(Buffer.alloc(4));
  while_.write('12');
  while_.destroy();
  await expect(waiting).rejects.toThrow(cutOff);

  const after = new PassThrough();
  const { fill } = message(after).stream();
  after.write('1234');
  expect(await fill(Buffer.alloc(4))).toBe(4);
  after.destroy(new Error('reset'));
  await turn();
  await expect(fill(Buffer.alloc(4))).rejects.toThrow(cutOff);

  const before = new PassThrough();
  before.destroy();
  await turn();
  await expect(message(before).stream().fill(Buffer.alloc(4))).rejects.toThrow(cutOff);

  const early = new IncomingBody(new Bringer(), 5, undefined, parts());
  const short = early.collect(10, noMemory) as Promise<Uint8Array>;
  early.take(Buffer.from('1234'));
  early.end();
  await expect(short).rejects.toThrow(cutOff);
});

test('a body is collected with its length told, and without', async () => {
  const told = new IncomingBody(new Bringer(), 5, undefined, parts());
  const collected = told.collect(5, noMemory);
  told.take(Buffer.from('123'));
  told.take(Buffer.from('45'));
  told.end();
  expect(Buffer.from(await collected).toString()).toBe('12345');
  expect(await message(Readable.from([Buffer.from('123'), Buffer.from('45')])).collect(5, noMemory)).toEqual(
    Buffer.from('12345'),
  );
  await expect(message(Readable.from([Buffer.from('123'), Buffer.from('456')])).collect(5, noMemory)).rejects.toThrow(
    'larger than 5',
  );
  await expect(new IncomingBody(new Bringer(), 5, undefined, parts()).collect(4, noMemory)).rejects.toThrow('larger than 4');
});

test('bodies that are collected hold so much together and no more, and give it back', async () => {
  const all = parts(10);
  const bodyIs = (expected: number) => {
    const body = new IncomingBody(new Bringer(), expected, undefined, all);
    return { body, collected: body.collect(100, noMemory) as Promise<Uint8Array> };
  };
  const [first, second] = [bodyIs(8), bodyIs(8)];
  first.body.take(Buffer.alloc(6));
  second.body.take(Buffer.alloc(6));
  await expect(second.collected).rejects.toMatchObject({ code: 'ServiceUnavailable' });
  first.body.take(Buffer.alloc(2));
  first.body.end();
  expect((await first.collected).length).toBe(8);
  expect(all.unverified.take(10)).toBe(true);
});

test('what nobody will read passes by, so much of it and no more', async () => {
  const bringer = new Bringer();
  const body = new IncomingBody(bringer, 100 * MIB, undefined, parts());
  void body.stream().fill(Buffer.alloc(10));
  body.take(Buffer.alloc(4));
  expect(body.room()?.length).toBe(6);
  body.discard();
  expect(body.room()).toBeUndefined();
  expect(bringer.told).toEqual(['open', 'let go', 'open']);
  for (let i = 0; i < 64; i++) body.take(Buffer.alloc(MIB));
  expect(bringer.told.at(-1)).toBe('open');
  body.take(Buffer.alloc(1));
  expect(bringer.told.at(-1)).toBe('destroy');
});

test('a client that waits is told once, when its body is wanted', async () => {
  let told = 0;
  const body = new IncomingBody(new Bringer(), 5, () => told++, parts());
  expect([told, body.isShort]).toEqual([0, false]);
  const { fill } = body.stream();
  const first = fill(Buffer.alloc(2));
  body.take(Buffer.from('12345'));
  body.end();
  expect([await first, await fill(Buffer.alloc(3)), told]).toEqual([2, 3, 1]);
});
