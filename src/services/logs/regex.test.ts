import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOW, openTestLogs, type TestLogs } from '../../../test/harness/logs.ts';
import { compileRegex } from './regex.ts';
import { charge, matching } from './regex-time.ts';

// too many states to keep: each of the program's 900 instructions is looked at for each letter
const SLOW = 'a[ab]{900}[cd]';
const letters = (count: number) =>
  Array.from({ length: count }, (_, i) => ((i * i * 7919) % 65_537 > 32_768 ? 'a' : 'b')).join('');
const LONG = `${letters(300_000)}!`;
/** Far more than one turn may take, on a machine that does other things. */
const SOON = 5_000;

describe.each(['(a+)+$', '(a|aa)+$', '(.*a){20}b', '(x+x+)+y'])('%s', (pattern) => {
  it('is matched in time linear in the text', () => expect(compileRegex(pattern).test(`${'a'.repeat(300_000)}!`)).toBe(false));
});

it('finds in long texts what it finds in short ones', () => {
  const regex = compileRegex('(?P<key>[a-z]{2,90})=(?P<value>\\d{1,90})(?P<more>!)?');
  for (const before of ['', '. '.repeat(40_000)]) {
    expect(regex.test(`${before}took=120`)).toBe(true);
    expect(regex.groups(`${before}took=120 `)).toEqual({ key: 'took', value: '120' });
    expect(regex.groups(`${before}took 120 `)).toBeUndefined();
  }
  const pair = compileRegex('😀(?P<what>[^ ]{1,90}) é');
  expect(pair.groups(`${'😀 '.repeat(10_000)}😀bc é`)).toEqual({ what: 'bc' });
});

it('gives up where it takes too long', () => {
  const began = Date.now();
  expect(() => compileRegex(SLOW).test(LONG)).toThrow('takes too long');
  expect(() => compileRegex(`(?P<a>${SLOW})`).groups(LONG)).toThrow('takes too long');
  expect(Date.now() - began).toBeLessThan(SOON);
});

describe('who uses one that is slow', () => {
  let logs: TestLogs;
  const G = { logGroupName: 'g' };
  beforeAll(async () => {
    logs = await openTestLogs();
    await logs.ask('CreateLogGroup', G);
    await logs.ask('CreateLogStream', { ...G, logStreamName: 's' });
    await logs.put('g', 's', NOW - 1000, LONG);
  });
  afterAll(() => logs.close());

  it('is told so by FilterLogEvents', async () => {
    const refused = await logs.refusal('FilterLogEvents', { ...G, filterPattern: `%${SLOW}%` });
    expect(refused).toContain('takes too long');
  });

  it('sees its query fail', async () => {
    const queryString = `filter @message like /${SLOW}/`;
    const { queryId = '' } = await logs.ask('StartQuery', { ...G, startTime: 0, endTime: NOW / 1000, queryString });
    let status: string | undefined = 'Running';
    while (status === 'Running' || status === 'Scheduled') {
      await new Promise((done) => setImmediate(done));
      ({ status } = await logs.ask('GetQueryResults', { queryId }));
    }
    expect(status).toBe('Failed');
  });

  it('has no metrics any more, and the writer no trouble', async () => {
    const metricTransformations = [{ metricNamespace: 'App', metricName: 'Lines', metricValue: '1' }];
    for (const [filterName, filterPattern] of [
      ['slow', `%${SLOW}%`],
      ['quick', 'fine'],
    ] as const)
      await logs.ask('PutMetricFilter', { ...G, filterName, filterPattern, metricTransformations });
    await logs.put('g', 's', NOW, LONG, 'this is fine', LONG);
    await logs.put('g', 's', NOW, 'fine');
    expect(logs.published).toHaveLength(2);
  });
});

it('lets others have their turn', async () => {
  const micros = () => process.cpuUsage().user;
  const workOn = () => {
    charge(1_000_000, 1);
    for (const end = micros() + 10_000; micros() < end; );
    return true;
  };
  let turns = 0;
  let on = true;
  const others = (async () => {
    for (; on; turns++) await new Promise((done) => setImmediate(done));
  })();
  const events = Array.from({ length: 40 }, (_, i) => ({ message: `${i}` }));
  expect(await matching(events, workOn)).toEqual(events);
  on = false;
  await others;
  expect(turns).toBeGreaterThan(5);
});
