import { expect, test } from 'vitest';
import { simulatedContext } from './simulated-context.ts';

// aws: recorded AWS answers, radkawar/stackd testdata/aws/iam/simulation.json and simulation_inputs.json
const said = (entry: object, ...more: object[]) => {
  try {
    return simulatedContext([entry, ...more]);
  } catch (thrown) {
    return (thrown as Error).message;
  }
};
const of = (ContextKeyType: string, ...ContextKeyValues: string[]) =>
  said({ ContextKeyName: 'stack:key', ContextKeyType, ContextKeyValues });

test('entries are whole', () => {
  expect(said({})).toEqual({});
  expect(said({ ContextKeyType: 'string', ContextKeyValues: ['yes'] })).toBe('ContextKeyName cannot be null or empty.');
  expect(said({ ContextKeyName: 'stack:key', ContextKeyValues: ['yes'] })).toBe('Context key stack:key has invalid type null.');
  const without = 'Context values for context key stack:key cannot be null or empty.';
  expect(said({ ContextKeyName: 'stack:key', ContextKeyType: 'string' })).toBe(without);
  expect(of('stringList')).toBe(without);
  expect(of('string', 'a', 'b')).toBe('Context key string expected a single value, but received 2.');
  const entry = { ContextKeyName: 'stack:test', ContextKeyType: 'string', ContextKeyValues: ['a'] };
  expect(said(entry, { ...entry, ContextKeyName: 'STACK:TEST' })).toBe('Duplicate context key: STACK:TEST.');
  expect(said({ ...entry, ContextKeyName: 'abcde' })).toEqual({ abcde: 'a' });
});

test.each([
  ['numeric', ['01.00', '+1', '1e2', '1e9999'], ['0x10', ' 1 ', 'Infinity', 'NaN', 'abc'], 'numeric format'],
  [
    'date',
    [
      '2035',
      '2035-01',
      '2035-01-02',
      '2035-01-02T03:04Z',
      '2035-01-02T03:04:05.123+02:00',
      '0',
      '1735787045',
      '2035-01-02T03:04:05',
    ],
    ['tomorrow'],
    'DateTime format',
  ],
  ['ip', ['192.0.2.1', '2001:db8::1', '192.000.002.1'], ['192.0.2.0/24', 'fe80::1%eth0', '999.0.0.1'], 'IP address'],
  ['binary', ['eWVz', 'YQ==', ''], ['eWVz\n', 'YQ', 'YR==', 'YQ-_', '!base64'], 'base-64 encoded binary format'],
  ['boolean', ['TRUE', 'yes'], [], ''],
])('values of type %s', (type, good, bad, format) => {
  for (const value of good) {
    expect(of(type, value), value).toEqual({ 'stack:key': value });
    expect(of(`${type}List`, value), value).toEqual({ 'stack:key': [value] });
  }
  for (const value of bad) {
    const sentence = `Invalid context value for key stack:key: expected ${format}.`;
    expect(of(type, value), value).toBe(sentence);
    expect(of(`${type}List`, value), value).toBe(sentence);
  }
});
