import { expect, it } from 'vitest';
import { folded, LEVELS, type Level, lineOf, nextError, sifted } from './line.ts';

const said = (messageType: string, message: string, more = {}) =>
  lineOf({ timestamp: 1, message: JSON.stringify({ messageType, message, logger: 'org.x.Job', ...more }) }, 1);

it('reads what the service writes, and what anybody else writes', () => {
  expect(said('ERROR', 'gone', { throwableInformation: 'a\n\tat b' })).toMatchObject({
    level: 'ERROR',
    logger: 'org.x.Job',
    message: 'gone',
    trace: 'a\n\tat b',
  });
  expect(lineOf({ message: '{"not":"ours"}' }, 2)).toMatchObject({ level: 'INFO', message: '{"not":"ours"}', trace: undefined });
  expect(lineOf({ message: '{half' }, 3).message).toBe('{half');
});

it('folds a trace to its first line', () => {
  expect(folded('java.lang.Error: x\n\tat a\n\tat b\n')).toBe('java.lang.Error: x (2 more lines)');
  expect(folded('alone')).toBe('alone');
});

it('sifts by level and by text, in traces too', () => {
  const lines = [said('INFO', 'begun'), said('ERROR', 'gone', { throwableInformation: 'OutOfMemory' })];
  expect(sifted(lines, new Set<Level>(['INFO']), '').map(({ message }) => message)).toEqual(['begun']);
  expect(sifted(lines, new Set(LEVELS), 'outofmem').map(({ message }) => message)).toEqual(['gone']);
});

it('jumps from error to error, round the end', () => {
  const lines = [said('ERROR', 'a'), said('INFO', 'b'), said('ERROR', 'c')];
  expect(nextError(lines, 0, 1)).toBe(2);
  expect(nextError(lines, 2, 1)).toBe(0);
  expect(nextError(lines, 0, -1)).toBe(2);
  expect(nextError([said('INFO', 'b')], 0, 1)).toBeUndefined();
  expect(nextError([], 0, 1)).toBeUndefined();
});
