import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeXml, S3_STYLE } from './xml-encoder.ts';

test('instants are written in whole seconds, whatever day was written before', () => {
  const instant = fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(fc.array(instant, { minLength: 1 }), (dates) => {
      for (const date of dates) expect(S3_STYLE.instant(date)).toBe(`${date.toISOString().slice(0, 19)}.000Z`);
    }),
  );
});

test('entity tags are escaped as any text is', () => {
  for (const [text, escaped] of [
    ['"d41d8cd98f00b204-2"', '&quot;d41d8cd98f00b204-2&quot;'],
    ['"', '&quot;'],
    ['""', '&quot;&quot;'],
    ['"a"b"', '&quot;a&quot;b&quot;'],
    ['"a&"', '&quot;a&amp;&quot;'],
  ] as const)
    expect(escapeXml(text)).toBe(escaped);
});
