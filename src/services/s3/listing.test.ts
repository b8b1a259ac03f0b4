import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Database } from '#storage';
import { compareUtf8, listObjects, page, successor } from './listing.ts';
import { migrations } from './migrations.ts';

const bytewise = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'é', '\u{ffee}', '\u{1f600}', '-'), minLength: 1, maxLength: 6 });

test('keys compare as their UTF-8 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
      expect(Math.sign(compareUtf8(a, b))).toBe(Math.sign(bytewise(a, b)));
    }),
  );
});

test('the successor of a prefix is behind everything under it, and before anything else', () => {
  expect(successor('a/')).toBe('a0');
  expect(successor('a\u{10ffff}')).toBe('b');
  expect(successor('\u{10ffff}')).toBeUndefined();
  expect(successor('\u{d7ff}')).toBe('\u{e000}');
});

test('pages, put together, are what a naive listing gives; however small they are', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(key, { maxLength: 40 }),
      fc.constantFrom('', 'a', 'a/', 'b'),
      fc.constantFrom('', '/', 'é', '-a'),
      fc.integer({ min: 1, max: 5 }),
      (keys, prefix, delimiter, limit) => {
        const sorted = [...keys].sort(bytewise);
        const expected: string[] = [];
        for (const k of sorted.filter((name) => name.startsWith(prefix))) {
          const end = delimiter === '' ? -1 : k.indexOf(delimiter, prefix.length);
          const entry = end < 0 ? `key ${k}` : `prefix ${k.slice(0, end + delimiter.length)}`;
          if (expected.at(-1) !== entry) expected.push(entry);
        }
        const rows = sorted.map((name) => ({ key: name }));
        const fetch = (from: string, exclusive: boolean, most: number) =>
          rows
            .filter((r) => r.key.startsWith(prefix) && (exclusive ? bytewise(r.key, from) > 0 : bytewise(r.key, from) >= 0))
            .slice(0, most);
        const seen: string[] = [];
        let after = '';
        for (let pages = 0; pages < 200; pages++) {
          const { entries, next } = page({ prefix, delimiter, after, limit }, fetch);
          expect(entries.length).toBeLessThanOrEqual(limit);
          for (const entry of entries) seen.push('line' in entry ? `key ${entry.line.key}` : `prefix ${entry.commonPrefix}`);
          if (next === undefined) break;
          expect(entries.length).toBe(limit);
          after = next;
        }
        expect(seen).toEqual(expected);
      },
    ),
    { numRuns: 300 },
  );
});

test('pages of the database, put together, are what a naive listing gives: folders, prefixes and the last characters of Unicode', () => {
  const any = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'é', '\u{10ffff}', '0', '-'), minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(
      fc.uniqueArray(any, { maxLength: 40 }),
      fc.constantFrom('', 'a', 'a/', '\u{10ffff}'),
      fc.constantFrom('', '/', 'é', '-a', '\u{10ffff}'),
      fc.integer({ min: 1, max: 5 }),
      (keys, prefix, delimiter, limit) => {
        const database = new Database(':memory:');
        database.migrate('s3', migrations);
        const insert = database.statement(
          "INSERT INTO s3_object (bucket, key, seq, version, marker, size, etag, modified, brief, doc) VALUES (?, ?, 1, 'null', 0, 0, '', 0, '', '{}')",
        );
        database.transaction(() => {
          for (const name of keys) insert.run(1, name);
          insert.run(2, 'a/other');
        });
        const expected: string[] = [];
        for (const k of [...keys].sort(bytewise).filter((name) => name.startsWith(prefix))) {
          const end = delimiter === '' ? -1 : k.indexOf(delimiter, prefix.length);
          const entry = end < 0 ? `key ${k}` : `prefix ${k.slice(0, end + delimiter.length)}`;
          if (expected.at(-1) !== entry) expected.push(entry);
        }
        const seen: string[] = [];
        let after = '';
        for (let pages = 0; pages < 200; pages++) {
          const { entries, next } = listObjects(database, 1, { prefix, delimiter, after, limit });
          for (const entry of entries) seen.push('line' in entry ? `key ${entry.line.key}` : `prefix ${entry.commonPrefix}`);
          if (next === undefined) break;
          expect(entries.length).toBe(limit);
          after = next;
        }
        database.close();
        expect(seen).toEqual(expected);
      },
    ),
    { numRuns: 300 },
  );
});
