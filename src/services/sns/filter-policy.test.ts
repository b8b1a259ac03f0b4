import { describe, expect, test } from 'vitest';
import { checkFilter, wants } from './filter-policy.ts';
import type { Message, MessageAttribute } from './rows.ts';

const message = (text: string, attributes: Record<string, MessageAttribute> = {}): Message => ({
  id: '1',
  at: 0,
  type: 'Notification',
  text,
  attributes,
});
const text = (value: string): MessageAttribute => ({ type: 'String', value });
const number = (value: number): MessageAttribute => ({ type: 'Number', value: String(value) });
const list = (...values: unknown[]): MessageAttribute => ({ type: 'String.Array', value: JSON.stringify(values) });

// developer guide of SNS, Filter policies
describe('attributes', () => {
  test.each<[string, Record<string, MessageAttribute>, boolean]>([
    ['{"k":["a","b"]}', { k: text('b') }, true],
    ['{"k":["a"]}', { k: text('c') }, false],
    ['{"k":["a"]}', {}, false],
    ['{"k":["a"],"l":["b"]}', { k: text('a') }, false],
    ['{"k":["a"],"l":["b"]}', { k: text('a'), l: text('b'), m: text('c') }, true],
    ['{"k":[{"prefix":"ab"}]}', { k: text('abc') }, true],
    ['{"k":[{"suffix":"bc"}]}', { k: text('abc') }, true],
    ['{"k":[{"equals-ignore-case":"ABC"}]}', { k: text('abc') }, true],
    ['{"k":[{"anything-but":["a","b"]}]}', { k: text('a') }, false],
    ['{"k":[{"anything-but":["a","b"]}]}', { k: text('c') }, true],
    ['{"k":[{"anything-but":{"prefix":"a"}}]}', { k: text('ab') }, false],
    ['{"k":[{"exists":false}]}', {}, true],
    ['{"k":[{"exists":true}]}', { k: text('x') }, true],
    ['{"k":[{"numeric":["=",1]}]}', { k: number(1) }, true],
    ['{"k":[{"numeric":[">",0,"<=",5]}]}', { k: number(5) }, true],
    ['{"k":[{"numeric":[">",0,"<=",5]}]}', { k: number(6) }, false],
    ['{"k":[{"numeric":[">",0]}]}', { k: text('1') }, false],
    ['{"k":[1]}', { k: number(1) }, true],
    ['{"k":["b"]}', { k: list('a', 'b') }, true],
    ['{"k":[null]}', { k: list(null) }, true],
    ['{"k":["AQ=="]}', { k: { type: 'Binary', value: 'AQ==' } }, false],
  ])('%s of %j: %s', (FilterPolicy, attributes, expected) => {
    expect(wants({ FilterPolicy }, message('', attributes))).toBe(expected);
  });
});

describe('bodies', () => {
  test.each<[string, string, boolean]>([
    ['{"a":{"b":["x"]}}', '{"a":{"b":"x"}}', true],
    ['{"a":{"b":["x"]}}', '{"a":[{"b":"y"},{"b":"x"}]}', true],
    ['{"a":{"b":["x"]}}', '{"a":"x"}', false],
    ['{"a":[true]}', '{"a":true}', true],
    ['{"a":["x"]}', 'no json', false],
    ['{"a":["x"]}', '["x"]', false],
  ])('%s of %s: %s', (FilterPolicy, body, expected) => {
    expect(wants({ FilterPolicy, FilterPolicyScope: 'MessageBody' }, message(body))).toBe(expected);
  });
});

// recorded: localstack tests/aws/services/sns, test_sns_filter_policy, without the place in the text
test.each([
  ['{"key":[["value"]]}', 'Match value must be String, number, true, false, or null'],
  ['{"key":[{"wrong-operator":true}]}', 'Unrecognized match type wrong-operator'],
  ['{"key":[{"suffix":"value","prefix":"value2"}]}', 'Only one key allowed in match expression'],
  ['{"key":[]}', 'Empty arrays are not allowed'],
  ['{"key":[{"suffix":100}]}', 'suffix match pattern must be a string'],
  ['{"key":{"suffix":"value"}}', '"suffix" must be an object or an array'],
  ['{"key":[{"numeric":[]}]}', 'Invalid member in numeric match: ]'],
  ['{"key":[{"numeric":["operator"]}]}', 'Unrecognized numeric range operator: operator'],
  ['{"key":[{"numeric":["constructor",1]}]}', 'Unrecognized numeric range operator: constructor'],
  ['{"key":[{"numeric":[1,"<="]}]}', 'Invalid member in numeric match: 1'],
  ['{"key":[{"numeric":["=","000"]}]}', 'Value of equals must be numeric'],
  ['{"key":[{"numeric":[">",20,"<",30,"<",50]}]}', 'Too many terms in numeric range expression'],
  ['{"key":[{"numeric":["<",100,">",10]}]}', 'Too many elements in numeric expression'],
  ['{"key":[{"numeric":[">=",1,">",2]}]}', 'Bad numeric range operator: >'],
  ['{"key":[{"numeric":[">",20,"test"]}]}', 'Bad numeric range operator: test'],
  ['{"key":[{"numeric":[">",20,30]}]}', 'Bad value in numeric range: 30'],
  ['{"key":[{"numeric":[">",20,"<="]}]}', 'Value of <= must be numeric'],
  ['{"key":[{"numeric":[">",3,"<",1]}]}', 'Bottom must be less than top'],
  ['{"key":[{"exists":"no"}]}', 'exists match pattern must be either true or false.'],
  ['{"key":[{"anything-but":{"suffix":"test"}}]}', 'Unsupported anything-but pattern: suffix'],
  ['{"a":["1"],"b":["1"],"c":["1"],"d":["1"],"e":["1"],"f":["1"]}', 'Filter policy can not have more than 5 keys'],
  [JSON.stringify({ a: Array(16).fill('1'), b: Array(10).fill('1') }), 'Filter policy is too complex'],
  ['no json', 'failed to parse JSON.'],
])('%s is refused', (FilterPolicy, why) => {
  expect(() => checkFilter({ FilterPolicy }, 'Attributes Reason: ')).toThrow(
    `Invalid parameter: Attributes Reason: FilterPolicy: ${why}`,
  );
});

test('nested policies are for bodies', () => {
  const FilterPolicy = '{"a":{"b":["x"]}}';
  expect(() => checkFilter({ FilterPolicy }, '')).toThrow(
    'Invalid parameter: Filter policy scope MessageAttributes does not support nested filter policy',
  );
  expect(() => checkFilter({ FilterPolicy, FilterPolicyScope: 'MessageBody' }, '')).not.toThrow();
});
