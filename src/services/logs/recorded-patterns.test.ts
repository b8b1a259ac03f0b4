import { describe, expect, it } from 'vitest';
import { compileFilter, compilePattern } from './filter-pattern.ts';

// aws: goldens — recorded answers of TestMetricFilter and FilterLogEvents, radkawar/stackd testdata/aws/logs/filters.json

const matching = (pattern: string, messages: readonly string[]) =>
  messages.flatMap((message, i) => (compileFilter(pattern)(message) ? [i] : []));

it('optional terms are ignored beside excluded ones', () => {
  const lines = ['ERROR ARGUMENTS REQUEST', 'INFO ARGUMENTS', 'INFO REQUEST', 'error arguments', 'plain'];
  expect(matching('?ERROR ?ARGUMENTS -REQUEST', lines)).toEqual([1, 3, 4]);
});

describe('values of JSON', () => {
  const OTHERS = ['null', 'true', 'false', '[]', '{}', '[1,"Alpha",null]'];
  const NUMBERS = ['0', '1', '1.0', '1e0', '-1', '1.5', '10'];
  const TEXTS = ['"null"', '"true"', '"1"', '"1.0"', '"10"', '"Alpha"', '"alpha"', '"Alphabet"', '""'];
  const all = [...OTHERS, ...NUMBERS, ...TEXTS];
  const both = (...without: string[]) => [...NUMBERS, ...TEXTS].filter((each) => !without.includes(each));
  it.each([
    ['{ $.v = 1 }', ['1', '1.0', '1e0', '"1"']],
    ['{ $.v = 1e+0 }', ['1', '1.0', '1e0']],
    ['{ $.v != 1 }', both('1', '1.0', '1e0', '"1"')],
    ['{ $.v > 1 }', ['1.5', '10']],
    ['{ $.v < 1 }', ['0', '-1']],
    ['{ $.v >= 1 }', ['1', '1.0', '1e0', '1.5', '10']],
    ['{ $.v <= 1 }', ['0', '1', '1.0', '1e0', '-1']],
    ['{ $.v = "Alpha" }', ['"Alpha"']],
    ['{ $.v != "Alpha" }', both('"Alpha"')],
    ['{ $.v = "Alpha*" }', ['"Alpha"', '"Alphabet"']],
    ['{ $.v = "" }', ['""']],
    ['{ $.v = %^Al.*% }', ['"Alpha"', '"Alphabet"']],
    ['{ $.v = * }', both()],
    ['{ $.v IS NULL }', ['null', '[1,"Alpha",null]']],
    ['{ $.v IS TRUE }', ['true']],
    ['{ $.v NOT EXISTS }', []],
  ])('%s', (pattern, expected) => {
    expect(all.filter((value) => compileFilter(pattern)(`{"v":${value}}`))).toEqual(expected);
  });

  it('are looked for in objects only', () => {
    expect(matching('{ $.v NOT EXISTS }', ['{}', '[{"v":1}]', 'not JSON', '{broken'])).toEqual([0]);
  });
});

describe('paths in JSON', () => {
  const events = [
    '{"items":[{"a":1,"b":0},{"a":0,"b":2}],"arr":["miss","hit"]}',
    '{"items":[{"a":1,"b":2}],"arr":["hit","miss"]}',
    '{"items":[],"arr":[null]}',
    '{"arr":"hit"}',
    '{"other":"hit"}',
    '{"nested.value":"hit","arr":[["hit"]]}',
    '{"arr":["hit","hit"],"items":[{"a":1},{"b":2}]}',
    '{"arr":{"0":"hit"},"nested":[{"value":"hit"}]}',
  ];
  it.each([
    ['{ $.arr[0] = "hit" }', [1, 6]],
    ['{ $.arr[*] = "hit" }', [0, 1, 6, 7]],
    ['{ $.* = "hit" }', [3, 4, 5]],
    ['{ $.items[*].a = 1 && $.items[*].b = 2 }', [0, 1, 6]],
    ['{ $.nested.value NOT EXISTS }', [0, 1, 2, 3, 4, 5, 6, 7]],
  ])('%s', (pattern, expected) => {
    expect(matching(pattern, events)).toEqual(expected);
  });
});

describe('columns', () => {
  const lines = ['a - "GET /" 404 1534', 'b - "GET /" 404 1534 extra', 'ERROR "two words"', 'ERROR "open words', 'ERROR'];
  it('the last one holds the rest, unless there is a gap', () => {
    expect(matching('[ip, user, request, status, bytes]', lines)).toEqual([0, 1]);
    expect(matching('[ip, user, request, status, bytes > 1000]', lines)).toEqual([0]);
    expect(matching('[..., bytes]', lines)).toEqual([0, 1, 2, 3, 4]);
    const { extract } = compilePattern('[w1=ERROR, w2]');
    expect(lines.slice(2, 4).map(extract)).toEqual([
      { $w1: 'ERROR', $w2: 'two words' },
      { $w1: 'ERROR', $w2: '"open words' },
    ]);
    expect(compilePattern('[ip, user, request, status, bytes]').extract(lines[1] ?? '')).toMatchObject({ $bytes: '1534 extra' });
    expect(compilePattern('[w1, w2]').extract(lines[0] ?? '')).toEqual({ $w1: 'a', $w2: '- "GET /" 404 1534' });
  });

  it('none are all of them', () => {
    expect(matching('[]', lines)).toEqual([0, 1, 2, 3, 4]);
    expect(compilePattern('[]').extract('ERROR "two words"')).toEqual({ $1: 'ERROR', $2: 'two words' });
  });
});

it.each([
  [
    '{ $.items[*].* = 1 }',
    'Your filter pattern has a JSON path selector that exceeds the maximum of 1 wildcard allowed per json selector.',
  ],
  [
    '{ $.arr[*] = "hit" || $.items[*].a = 1 || $.* = "hit" || $.matrix[*][0] = 0 }',
    'Your input has exceeded the maximum of 3 JSON wildcard selectors allowed per filter pattern.',
  ],
  [
    '{ $.v = %Alpha% || $.v = %Beta% || $.v = %Gamma% }',
    'Your input has exceeded the maximum of 2 regular expressions per filter pattern.',
  ],
  ['[..., status, ...]', "Duplicate field '...'"],
  ['[word, word]', "Duplicate field 'word'"],
  ['"ERROR', `Invalid character(s) in term '"ERROR'`],
])('%s is refused', (pattern, sentence) => {
  expect(() => compileFilter(pattern)).toThrow(sentence);
});
