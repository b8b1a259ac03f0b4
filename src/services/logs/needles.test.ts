import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from './filter-pattern.ts';
import { needlesOf } from './insights/needles.ts';
import { parseQuery } from './insights/parser.ts';
import { planQuery } from './insights/plan.ts';
import { Row } from './insights/row.ts';
import type { Needles } from './needles.ts';

const texts = (needles: Needles) => needles?.map((each) => Buffer.from(each).toString());
const holds = (message: string, needles: Needles) => needles?.some((each) => Buffer.from(message).indexOf(each) >= 0) ?? true;

describe('a filter pattern', () => {
  it.each([
    ['ERROR', ['ERROR']],
    ['needle', ['needle']],
    ['"a" "longer one"', ['longer one']],
    ['?ERROR ?WARN', ['ERROR', 'WARN']],
    ['?ERROR ?%W.RN%', undefined],
    ['-ERROR', undefined],
    ['ERROR %x+%', ['ERROR']],
    ['', undefined],
    ['{ $.type = "ERROR" && $.n > 5 }', ['ERROR', '\\u']],
    ['{ $.type = "ERROR" || $.type = WARN }', ['ERROR', '\\u', 'WARN', '\\u']],
    ['{ $.type = "ERROR" || $.n > 5 }', undefined],
    ['{ $.type != "ERROR" }', undefined],
    ['{ $.type = "ERR*" }', undefined],
    ['{ $.n = "1000" }', undefined],
    ['{ $.path = "a/b" }', undefined],
  ])('%s looks for %j', (pattern, expected) => {
    expect(texts(compilePattern(pattern).anyOf)).toEqual(expected);
  });

  it('finds nothing that its needles do not let pass', () => {
    const word = fc.constantFrom('ERROR', 'error', 'é', 'a b', '\\u0045RROR', '"', '1e3', '1000', 'x');
    const message = fc.oneof(
      fc.array(word).map((words) => words.join(' ')),
      fc.record({ type: word, n: fc.oneof(fc.integer(), word) }).map((object) => JSON.stringify(object)),
      fc.constantFrom('{"type":"\\u0045RROR"}', '{"type":"\\u0045RROR","n":1e3}'),
    );
    const pattern = fc.constantFrom(
      'ERROR',
      '?ERROR ?x',
      '"a b" x',
      '{ $.type = "ERROR" }',
      '{ $.n = 1000 || $.type = x }',
      '"é"',
    );
    fc.assert(
      fc.property(pattern, message, (text, line) => {
        const { matches, anyOf } = compilePattern(text);
        if (matches(line)) expect(holds(line, anyOf)).toBe(true);
      }),
    );
  });
});

describe('a query', () => {
  it.each([
    ['filter @message like /ERROR/', ['ERROR']],
    ['filter @message like "a.b"', ['a.b']],
    ['filter @message like /a.b/', undefined],
    ['filter @message like /(?i)error/', undefined],
    ['filter type = "ERROR" and n > 5', ['ERROR', '\\u']],
    ['fields a | filter type like /Deploy/ | stats count(*)', ['Deploy', '\\u']],
    ['filter type in ["ERROR", "WARN"]', ['ERROR', '\\u', 'WARN', '\\u']],
    ['filter type = "ERROR" or n > 5', undefined],
    ['filter not type = "ERROR"', undefined],
    ['filter n = "1000"', undefined],
    ['filter @logStream = "ERROR"', undefined],
    ['fields other as type | filter type = "ERROR"', undefined],
    ['parse @message "* *" as type, b | filter type = "ERROR"', undefined],
    ['stats count(*) by type | filter type = "ERROR"', undefined],
    ['limit 5 | filter type = "ERROR"', undefined],
  ])('%s looks for %j', (query, expected) => {
    expect(texts(needlesOf(parseQuery(query)))).toEqual(expected);
  });

  it('finds nothing that its needles do not let pass', () => {
    const query = fc.constantFrom(
      'filter type = "ERROR"',
      'filter type like /RROR/',
      'filter n like /ab/ or type = "x y"',
      'filter @message like /ERROR/',
    );
    const value = fc.constantFrom('ERROR', { ab: 1 }, ['x y', 'ab'], 1e3, 'x y', null, true);
    const message = fc.oneof(
      fc.record({ type: value, n: value }).map((object) => JSON.stringify(object)),
      fc.constantFrom('{"type":"\\u0045RROR"}', '{"type" : [ "\\u0045RROR" ]}', 'ERROR'),
    );
    fc.assert(
      fc.property(query, message, (text, line) => {
        const plan = planQuery(text, { now: 0 });
        const source = { scope: {}, group: {}, stream: {} } as never;
        const row = new Row({ index: 1, timestamp: 0, ingestionTime: 0, message: line, bytes: 0, source });
        if (plan.step(row)) expect(holds(line, plan.anyOf)).toBe(true);
      }),
    );
  });
});
