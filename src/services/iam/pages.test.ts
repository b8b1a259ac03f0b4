import fc from 'fast-check';
import { expect, it } from 'vitest';
import { byKey, page } from './pages.ts';

const itself = (text: string) => text;

it('page after page is the whole list, whatever is deleted in between', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ minLength: 1 })),
      fc.integer({ min: 1, max: 5 }),
      fc.boolean(),
      (names, MaxItems, deleting) => {
        let list = [...names].sort(byKey(itself));
        const whole = [...list];
        const seen: string[] = [];
        for (let Marker: string | undefined; ; ) {
          const { items, more } = page(list, itself, { MaxItems, Marker });
          seen.push(...items);
          if (deleting) list = list.filter((name) => name !== items.at(-1));
          if (!more.IsTruncated) break;
          Marker = more.Marker;
        }
        expect(seen).toEqual(whole);
      },
    ),
  );
});

it('shows a hundred where nothing is said', () => {
  const list = Array.from({ length: 101 }, (_, i) => String(i).padStart(3, '0'));
  expect(page(list, itself, {}).items).toHaveLength(100);
});

it('refuses a marker it did not make', () => {
  expect(() => page(['a'], itself, { Marker: 'no marker' })).toThrow('Invalid Marker.');
  // as moto's test asks for it, and bytes that are no text
  for (const Marker of ['', '100', '/w==']) expect(() => page(['a'], itself, { Marker })).toThrow('Invalid Marker.');
});
