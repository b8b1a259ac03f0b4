import { expect, test } from 'vitest';
import { metered } from './metering.ts';
import { CpuWatch, MSF_SCALING } from './scaling.ts';

const MINUTE = 60_000;

/** Feeds one datapoint per figure (percent of a KPU) and answers the pressure after each. */
function pressures(figures: readonly number[], rule = MSF_SCALING): ('up' | 'down' | undefined)[] {
  const watch = new CpuWatch();
  let used = 0;
  watch.add(1, 0, new Map([[7, 0]]), rule);
  return figures.map((percent, i) => {
    used += (percent / 100) * rule.periodMs * rule.kpuCpus;
    watch.add(1, (i + 1) * rule.periodMs, new Map([[7, used]]), rule);
    return watch.load(rule)?.pressure;
  });
}
const times = (n: number, figure: number) => Array.from({ length: n }, () => figure);

// — developer guide, how-scaling-auto: 15 consecutive minutes at 75 % or more, 360 below 10 %
test('fifteen consecutive busy minutes ask for more, and not one less', () => {
  expect(pressures(times(14, 75)).at(-1)).toBeUndefined();
  expect(pressures(times(15, 75)).at(-1)).toBe('up');
  expect(pressures([...times(14, 90), 74, ...times(14, 90)]).every((each) => each === undefined)).toBe(true);
});

test('six idle hours ask for less', () => {
  expect(pressures(times(359, 9)).at(-1)).toBeUndefined();
  expect(pressures(times(360, 9)).at(-1)).toBe('down');
  expect(pressures(times(400, 10)).at(-1)).toBeUndefined();
});

test('the busiest TaskManager counts, one that is new does not, and another attempt begins anew', () => {
  const watch = new CpuWatch();
  watch.add(1, 0, new Map([[7, 0]]), MSF_SCALING);
  expect(watch.due(1, MINUTE - 1, MSF_SCALING)).toBe(false);
  expect(watch.due(2, 1, MSF_SCALING)).toBe(true);
  const second = new Map([
    [7, 6_000],
    [8, 9_999_999],
  ]);
  watch.add(1, MINUTE, second, MSF_SCALING);
  expect(watch.load(MSF_SCALING)?.percent).toBe(10);
  const third = new Map([
    [7, 12_000],
    [8, 9_999_999 + 30_000],
  ]);
  watch.add(1, 2 * MINUTE, third, MSF_SCALING);
  expect(watch.load(MSF_SCALING)?.percent).toBe(50);
  watch.add(2, 3 * MINUTE, new Map(), MSF_SCALING);
  expect(watch.load(MSF_SCALING)).toBeUndefined();
});

test('half a CPU can be a KPU', () => {
  const rule = { ...MSF_SCALING, kpuCpus: 0.5 };
  const watch = new CpuWatch();
  watch.add(1, 0, new Map([[7, 0]]), rule);
  watch.add(1, MINUTE, new Map([[7, 15_000]]), rule);
  expect(watch.load(rule)?.percent).toBe(50);
});

test('use is counted by the minute, without a gap while Flink runs, and hardly beyond its end', () => {
  let meter = metered(undefined, 0, undefined);
  expect(meter).toBeUndefined();
  meter = metered(meter, 0, 2);
  expect(meter).toEqual({ kpuMs: 0, at: 0, kpus: 2 });
  expect(metered(meter, 59_999, 2)).toBeUndefined();
  meter = metered(meter, 60_000, 2);
  expect(meter).toEqual({ kpuMs: 120_000, at: 60_000, kpus: 2 });
  // Scaled: what has been is counted as it was.
  meter = metered(meter, 61_000, 3);
  expect(meter).toEqual({ kpuMs: 122_000, at: 61_000, kpus: 3 });
  // Millrace was away for an hour, Flink was not.
  meter = metered(meter, 3_661_000, 3);
  expect(meter?.kpuMs).toBe(122_000 + 3 * 3_600_000);
  // Away again, and nothing runs any more.
  expect(metered(meter, 99_999_999, undefined)).toEqual({ kpuMs: 122_000 + 3 * 3_660_000 });
});
