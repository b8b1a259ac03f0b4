import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endingNumber, parseOldNumber, parseSequenceNumber, SequenceNumbers, startingNumber } from './sequence-number.ts';

const shard = fc.nat({ max: 0x7fffffff });
const seconds = fc.integer({ min: 1_000_000_000, max: 2_500_000_000 });

test('property: a number says what was put into it', () => {
  fc.assert(
    fc.property(shard, seconds, fc.nat({ max: 2 ** 40 }), seconds, (number, created, index, at) => {
      const text = new SequenceNumbers(number, created).of(index, at * 1000 + 7);
      expect(text).toMatch(/^49\d{54}$/);
      expect(parseSequenceNumber(text)).toEqual({ shard: number, createdSeconds: created, index, behind: false, seconds: at });
    }),
  );
});

test('property: counting up gives the same numbers as composing each, and they increase', () => {
  fc.assert(
    fc.property(shard, seconds, fc.nat({ max: 2 ** 50 }), (number, created, from) => {
      const running = new SequenceNumbers(number, created);
      let before = startingNumber(number, created);
      for (let i = 1; i < 200; i++) {
        const millis = (created + Math.floor(i / 50)) * 1000;
        const text = running.of(from + i, millis);
        expect(text).toBe(new SequenceNumbers(number, created).of(from + i, millis));
        expect(text > before).toBe(true);
        before = text;
      }
      expect(endingNumber(number, created, created) > before).toBe(true);
    }),
    { numRuns: 20 },
  );
});

test('counting up is right over many records too', () => {
  const running = new SequenceNumbers(3, 1_795_000_000);
  for (let i = 1; i < 30_000; i++) {
    const text = running.of(i, 1_795_000_001_000);
    if (i % 97 === 0) expect(text).toBe(new SequenceNumbers(3, 1_795_000_000).of(i, 1_795_000_001_000));
  }
});

test('the form is the one seen in AWS', () => {
  // 49594189147623985939251953501666965394405037144469929986 came from AWS in a bug report (mhart/kinesalite#87)
  expect(parseSequenceNumber('49594189147623985939251953501666965394405037144469929986')).toMatchObject({ shard: 0 });
  for (const bad of ['', '0', '5', '4'.repeat(56), '9'.repeat(56), `${'49'.padEnd(56, '0')}x`]) {
    expect(parseSequenceNumber(bad)).toBeUndefined();
  }
});

test('numbers of the old form', () => {
  // the first recorded in radkawar/stackd, records.json, the others observed in AWS by kinesalite
  expect(parseOldNumber('0')).toEqual({ shard: 0, text: '21267647932558653966460912964485513216' });
  expect(parseOldNumber('5')?.shard).toBe(5);
  expect(parseOldNumber('26227199374822427428162556223570313215')).toBeDefined();
  for (const bad of ['26227199374822427428162556223570313216', (2n ** 125n).toString(), '', '-1', '1'.repeat(56)]) {
    expect(parseOldNumber(bad)).toBeUndefined();
  }
});
