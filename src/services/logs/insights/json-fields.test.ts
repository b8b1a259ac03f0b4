import fc from 'fast-check';
import { expect, it } from 'vitest';
import { JsonFields } from './json-fields.ts';

const NAMES = ['a', 'b', 'long name', 'é', '__proto__'];

/** What the parser says of the same text. */
function parsed(text: string): Record<string, unknown> | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function check(text: string): void {
  const fields = new JsonFields(NAMES);
  const bytes = Buffer.from(`"x${text}",`);
  const found = fields.find(bytes, 2, bytes.length - 2);
  const all = parsed(bytes.toString('utf8', 2, bytes.length - 2));
  if (found === 'unsure') return;
  expect(found).toBe(all === undefined ? 'none' : 'fields');
  if (all === undefined) return;
  for (const name of NAMES) {
    const value = Object.hasOwn(all, name) ? all[name] : undefined;
    expect(fields.value(fields.slot(name) as number)).toEqual(value ?? undefined);
  }
}

it.each([
  '{}',
  '{"a":1}',
  ' {"a" : -0.5e+3 , "b":"x"}\n',
  '{"a":1,"a":"later"}',
  '{"a":"q\\"uote","b":"\\u00e9"}',
  '{"a":null,"b":true}',
  '{"c":{"a":1},"b":[1,{"a":2},[]]}',
  '{"a":"\u0001"}',
  '{"a":"\\x"}',
  '{"a":"\\u12g4"}',
  '{"a":01}',
  '{"a":1.}',
  '{"a":-}',
  '{"a":.5}',
  '{"a":1e}',
  '{"a":1,}',
  '{"a":1} x',
  '{"a":1',
  '{"a":"',
  '{"a":tru}',
  '{"a":truex}',
  '{a:1}',
  '{"a"}',
  '{"c":[1,]}',
  '{"c":[}',
  '\ufeff{"a":1}',
  '\u00a0{"a":1}',
  '[{"a":1}]',
  '"a"',
  '',
  '{',
  '{"__proto__":5}',
  '{"é":"ü"}',
])('%s is read as the parser reads it', check);

it('a field that is a structure, names with escapes and deep nesting are left to the parser', () => {
  const fields = new JsonFields(['a']);
  const find = (text: string) => fields.find(Buffer.from(text), 0, Buffer.byteLength(text));
  expect(find('{"a":{}}')).toBe('unsure');
  expect(find('{"\\u0061":1}')).toBe('unsure');
  expect(find(`{"b":${'['.repeat(100)}${']'.repeat(100)}}`)).toBe('unsure');
  expect(find('{"b":{"\\u0061":1}}')).toBe('fields');
});

it('names that reach into structures have no place', () => {
  const fields = new JsonFields(['a.b', 'a[0]', '`a`', 'a']);
  expect(['a.b', 'a[0]', '`a`'].map((name) => fields.slot(name))).toEqual([undefined, undefined, undefined]);
  expect(fields.slot('a')).toBe(0);
});

it('any text is read as the parser reads it', () => {
  const key = fc.constantFrom(...NAMES, 'c', 'd"');
  const value = fc.oneof(fc.jsonValue({ depthSize: 'small' }), fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }));
  const document = fc
    .array(fc.tuple(key, value), { maxLength: 6 })
    .map((pairs) => `{${pairs.map(([name, of]) => `${JSON.stringify(name)}: ${JSON.stringify(of)}`).join(',')}}`);
  fc.assert(fc.property(document, check));
  // the same with something wrong somewhere
  const damaged = fc
    .tuple(document, fc.nat(), fc.constantFrom('', ',', '"', '}', '\\', '{', '0', '\n', '\u0000', '-', 'e', '.'))
    .map(([text, at, by]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + by + text.slice(place + 1);
    });
  fc.assert(fc.property(damaged, check), { numRuns: 2000 });
});
