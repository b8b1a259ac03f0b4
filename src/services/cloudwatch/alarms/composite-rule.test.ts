import { describe, expect, test } from 'vitest';
import { childrenOf, holds, parseRule, RuleError } from './composite-rule.ts';

const STATES = { a: 'ALARM', 'b c': 'OK', d: 'INSUFFICIENT_DATA' } as const;
const value = (text: string) => holds(parseRule(text), (name) => STATES[name as keyof typeof STATES]);

describe('rules of composite alarms', () => {
  test.each([
    ['TRUE', true],
    ['FALSE OR ALARM(a)', true],
    ['ALARM(a) AND OK(a)', false],
    ['ALARM("a") AND OK("b c") AND INSUFFICIENT_DATA(d)', true],
    ['NOT ALARM(a) OR TRUE', true],
    ['NOT (ALARM(a) OR TRUE)', false],
    ['FALSE AND FALSE OR TRUE', true],
    ['TRUE OR TRUE AND FALSE', true],
    ['(TRUE OR TRUE) AND FALSE', false],
    ['NOT NOT ALARM( a )', true],
    ['ALARM(nobody)', false],
  ])('%s', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  test('tell whom they speak of', () => {
    const arn = 'arn:aws:cloudwatch:us-east-1:012345678901:alarm:x y';
    expect(childrenOf(parseRule(`ALARM(a) OR NOT OK(a) AND ALARM("${arn}")`))).toEqual(['a', arn]);
  });

  test.each([
    '',
    'ALARM',
    'ALARM()',
    'ALARM(a',
    'ALARM(a) OK(b)',
    'alarm(a)',
    'TRUE AND',
    '(TRUE',
    'TRUE)',
    'ALARM(a b)',
    '"TRUE"',
  ])('refused: %j', (text) => {
    expect(() => parseRule(text)).toThrow(RuleError);
  });

  test('are neither endless nor bottomless', () => {
    const joined = (count: number, of: (i: number) => string) => Array.from({ length: count }, (_, i) => of(i)).join(' OR ');
    expect(() => parseRule(joined(500, () => 'TRUE'))).not.toThrow();
    expect(() => parseRule(joined(501, () => 'TRUE'))).toThrow('500 elements');
    expect(() => parseRule(joined(101, (i) => `OK(a${i})`))).toThrow('100 alarms');
    expect(() => parseRule(`${'('.repeat(5000)}TRUE${')'.repeat(5000)}`)).toThrow('too deeply');
    expect(() => parseRule(`${'NOT '.repeat(2000)}TRUE`)).toThrow('too deeply');
  });
});
