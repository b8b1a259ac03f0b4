import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AwsError } from '#core';
import { compileFilter } from './filter-pattern.ts';

const matching = (pattern: string, messages: readonly string[]) => messages.filter(compileFilter(pattern));
const problem = (pattern: string): string => {
  try {
    compileFilter(pattern);
  } catch (thrown) {
    if (thrown instanceof AwsError) return `${thrown.code}: ${thrown.message}`;
    throw thrown;
  }
  return 'no problem';
};

// examples of the User Guide, "Filter pattern syntax for metric filters, subscription filters, filter log events"
describe('terms', () => {
  const lines = [
    '[ERROR 400] BAD REQUEST',
    '[ERROR 401] UNAUTHORIZED REQUEST',
    '[ERROR 419] MISSING ARGUMENTS',
    '[ERROR 420] INVALID ARGUMENTS',
    '[WARN] slow',
    'INTERNAL SERVER ERROR',
  ];
  it.each([
    ['', lines],
    ['ERROR', [0, 1, 2, 3, 5].map((i) => lines[i])],
    ['error', []],
    ['ERROR ARGUMENTS', [lines[2], lines[3]]],
    ['?WARN ?BAD', [lines[0], lines[4]]],
    ['ERROR -ARGUMENTS -SERVER', [lines[0], lines[1]]],
    ['"INTERNAL SERVER ERROR"', [lines[5]]],
    ['"[ERROR 400]"', [lines[0]]],
    ['-ERROR', [lines[4]]],
    ['-"BAD REQUEST" -ARGUMENTS ERROR', [lines[1], lines[5]]],
  ])('%s', (pattern, expected) => {
    expect(matching(pattern, lines)).toEqual(expected);
  });

  it('escapes quotation marks with backslashes', () => {
    expect(matching('"say \\"hi\\""', ['say "hi"', 'say hi'])).toEqual(['say "hi"']);
  });
});

describe('JSON', () => {
  const event = {
    eventType: 'UpdateTrail',
    sourceIPAddress: '111.111.111.111',
    arrayKey: ['value', 'another value'],
    objectList: [
      { name: 'a', id: 1 },
      { name: 'b', id: 2 },
    ],
    SomeObject: null,
    ThisFlag: true,
    errorCode: 400,
    small: 1e-3,
    text: 'a "quoted" word',
  };
  const holds = (pattern: string) => compileFilter(pattern)(JSON.stringify(event));
  it.each([
    '{ $.eventType = "UpdateTrail" }',
    '{$.eventType=UpdateTrail}',
    '{ $.eventType = Update* }',
    '{ $.sourceIPAddress != 123.123.* }',
    '{ $.arrayKey[0] = "value" }',
    '{ $.arrayKey[*] = "another value" }',
    '{ $.objectList[1].id = 2 }',
    '{ $.SomeObject IS NULL }',
    '{ $.SomeOtherObject NOT EXISTS }',
    '{ $.ThisFlag IS TRUE }',
    '{ $.errorCode = 400 }',
    '{ $.errorCode >= 4e2 && $.errorCode < 500 }',
    '{ $.small = 1e-3 }',
    '{ $.text = "a \\"quoted\\" word" }',
    '{ ($.errorCode = 1) || ($.eventType = "UpdateTrail" && $.ThisFlag IS TRUE) }',
    '{ $.errorCode = 1 && $.errorCode = 2 || $.errorCode = 400 }',
  ])('%s holds', (pattern) => {
    expect(holds(pattern)).toBe(true);
  });
  it.each([
    '{ $.eventType = "Update" }',
    '{ $.eventType = "update*" }',
    '{ $.eventType != Update* }',
    '{ $.nothing = "x" }',
    '{ $.nothing != "x" }',
    '{ $.errorCode > 400 }',
    '{ $.SomeObject NOT EXISTS }',
    '{ $.ThisFlag IS FALSE }',
    '{ $.arrayKey[7] = "value" }',
    '{ $.constructor.name = "Object" }',
    '{ ($.eventType = "UpdateTrail") && ($.errorCode = 1 || $.errorCode = 2) }',
  ])('%s does not', (pattern) => {
    expect(holds(pattern)).toBe(false);
  });

  it('never matches what is not JSON', () => {
    expect(matching('{ $.a NOT EXISTS }', ['plain', '{"a":', '{}'])).toEqual(['{}']);
  });
});

describe('space-delimited fields', () => {
  const lines = [
    '127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534',
    '127.0.0.1 Prod eve [10/Oct/2000:13:35:22 -0700] "GET /a,b.html HTTP/1.0" 500 5324',
    '127.0.0.1 Prod frank [10/Oct/2000:13:50:35 -0700] "GET /index.html HTTP/1.0" 200 4355',
  ];
  it.each([
    ['[ip, server, username, timestamp, request, status_code, bytes > 4000]', [1, 2]],
    ['[..., status_code, bytes]', [0, 1, 2]],
    ['[..., status_code = 4*, bytes]', [0]],
    ['[ip, ..., status_code != 4* && status_code != 5*, bytes]', [2]],
    ['[ip, server, username = frank, ...]', [0, 2]],
    ['[..., status_code = 404 || status_code = 500, bytes]', [0, 1]],
    ['[ip, server, username, timestamp, request = "*a,b*", ...]', [1]],
    ['[ip, server]', [0, 1, 2]],
    ['[a, b, c, d, e, f, g, h]', []],
  ])('%s', (pattern, expected) => {
    expect(matching(pattern, lines)).toEqual(expected.map((i) => lines[i]));
  });
});

describe('regular expressions', () => {
  const lines = ['{"a": "10.0.0.1", "b.c": 1}', '{"a": "10.0.1.1"}', 'GET /x 200', 'GET /y 503 slow'];
  it.each([
    ['%x|slow%', [2, 3]],
    ['GET -%5\\d\\d%', [2]],
    ['?%^GET\\s\\S+\\s2% ?slow', [2, 3]],
    ['{ $.a = %^10\\.0\\.0\\.% }', [0]],
    ['{ $.a != %\\.0\\.1$% || $.a = 1 }', [1]],
    ['[method, path, status = %^5%, ...]', [3]],
    ["{ $.['b.c'] = 1 }", [0]],
    ['{ $["b.c"] = 1 }', [0]],
  ])('%s', (pattern, expected) => {
    expect(matching(pattern, lines)).toEqual(expected.map((i) => lines[i]));
  });
});

it('no message makes a pattern slow', () => {
  const began = performance.now();
  for (const unit of ['[ ', '" ', '[" ', '] [ ', '{"a":']) compileFilter('[a, ..., b]')(unit.repeat(200_000));
  compileFilter('%a+a+a+a+a+$%')(`${'a'.repeat(20_000)}!`);
  compileFilter('{ $.a = 1 }')('{"a":'.repeat(100_000));
  expect(performance.now() - began).toBeLessThan(2000);
});

describe('patterns that are none', () => {
  it.each([
    '{ $.a = }',
    '{ $.a }',
    '{ a = 1 }',
    '{ ($.a = 1 }',
    '{ $.a > "x" }',
    '{ $.a = 1 $.b = 2 }',
    '{ $.a IS WHAT }',
    '{ $.a & 1 }',
    '[a, b',
    '[a ? 1]',
    '[a > x]',
  ])('%s', (pattern) => {
    expect(problem(pattern)).toMatch(/^InvalidParameterException: Invalid filter pattern: /);
  });

  it.each([
    ['"open', '"open'],
    ['""', '""'],
    ['?Status: timeout', ':'],
    ['email@domain.com', '@'],
    ['ERR*', '*'],
    ['-', '-'],
    ['%(a)%', '('],
    ['%a b%', ' '],
    ['{ $.a = %something!% }', '!'],
  ])('%s: %s', (pattern, characters) => {
    expect(problem(pattern)).toBe(`InvalidParameterException: Invalid character(s) in term '${characters}'`);
  });

  it('an open brace', () => {
    expect(problem('{ $.a = 1')).toBe("InvalidParameterException: If a filter pattern starts with '{' it must end with '}'");
  });

  it.each(['%', '%%', '%open', '{ $.a = %[% }', '[w = %*%]'])('%s: no regular expression', (pattern) => {
    expect(problem(pattern)).toMatch(/^InvalidParameterException: Invalid filter pattern: .* is not a regular expression$/);
  });
});

it('any text is a pattern or refused, soon, and what it compiles to never throws', () => {
  const bits = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    '$.',
    '$',
    '.',
    '=',
    '!=',
    '&&',
    '||',
    '"',
    '\\',
    '*',
    ',',
    '...',
    ' ',
    'IS',
    'NOT',
    'EXISTS',
    'NULL',
    'a',
    '1',
    '-',
    '?',
    '%',
  );
  const pattern = fc.oneof(
    fc.string(),
    fc.array(bits, { maxLength: 40 }).map((all) => all.join('')),
    fc.array(bits, { maxLength: 40 }).map((all) => `{${all.join('')}}`),
    fc.array(bits, { maxLength: 40 }).map((all) => `[${all.join('')}]`),
  );
  fc.assert(
    fc.property(pattern, fc.oneof(fc.string(), fc.json()), (text, message) => {
      if (!problem(text).startsWith('no problem')) return true;
      return typeof compileFilter(text)(message) === 'boolean';
    }),
    { numRuns: 2000 },
  );
  const began = performance.now();
  compileFilter(`{ ${'($.a = "*a*a*a*a*a*a*a*b") || '.repeat(30)}$.a = 1 }`)(JSON.stringify({ a: 'a'.repeat(50_000) }));
  compileFilter(`[${'a = *a*a*a*b && '.repeat(30)} a = 1]`)('a'.repeat(50_000));
  expect(performance.now() - began).toBeLessThan(2000);
});
