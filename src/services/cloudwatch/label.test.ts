// biome-ignore-all lint/suspicious/noTemplateCurlyInString: dynamic labels are written so
import { expect, test } from 'vitest';
import type { Series } from './expression/values.ts';
import { distinctions, labelled, unknownIn } from './label.ts';

const origin = { namespace: 'n', name: 'm', dimensions: { host: 'a', 'my disk': 'c:' }, stat: 'Sum' };
const series: Series = {
  label: 'm',
  period: 60,
  values: new Map([
    [60, 2],
    [120, 7.12345],
    [180, -1],
  ]),
  origin,
};
const shown = (label: string, of: Series = series) => labelled(label, { series: of, label: 'm', account: '1', region: 'r' });

test('what stands in a label', () => {
  expect(shown('${LABEL}: ${MAX}, ${MIN}, ${SUM}, ${FIRST} to ${LAST}, ${DATAPOINT_COUNT}')).toBe(
    'm: 7.123, -1, 8.123, 2 to -1, 3',
  );
  expect(shown('${AVG} ${MIN_MAX_RANGE} ${FIRST_LAST_RANGE}')).toBe('2.708 -1 - 7.123 2 - -1');
  expect(shown('${MAX_TIME}')).toBe('1970-01-01 00:02 UTC');
  expect(shown("${PROP('MetricName')}|${PROP('Dim.host')}|${PROP( 'Dim.my disk' )}|${PROP('Dim.none')}")).toBe('m|a|c:|');
  expect(shown("${PROP('Namespace')} ${PROP('Stat')} ${PROP('Period')} ${PROP('Region')} ${PROP('AccountId')}")).toBe(
    'n Sum 60 r 1',
  );
  expect(shown('${MAX} ${MAX_TIME}', { ...series, values: new Map() })).toBe('-- --');
});

test('what is not known is told', () => {
  expect(["${MAX} ${PROP('Dim.x')}", '${MEDIAN}', "${PROP('Colour')}", '${', '${max}'].map(unknownIn)).toEqual([
    undefined,
    '${MEDIAN}',
    "${PROP('Colour')}",
    '${',
    '${max}',
  ]);
});

test('series of a search are told apart by what differs', () => {
  const of = (name: string, dimensions: Record<string, string>) => ({ namespace: 'n', name, dimensions, stat: 'Sum' });
  expect(distinctions([of('m', { host: 'a', zone: 'z' }), of('m', { host: 'b', zone: 'z' })])).toEqual(['a', 'b']);
  expect(distinctions([of('m', { host: 'a' }), of('k', { host: 'a' })])).toEqual(['m', 'k']);
  expect(distinctions([of('m', { host: 'a' })])).toEqual(['m']);
  expect(distinctions([])).toEqual([]);
});
