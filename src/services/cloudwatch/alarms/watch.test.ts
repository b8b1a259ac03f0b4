import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeClock, fakeClock, silentLogger } from '#core';
import { Database } from '#storage';
import { samplesOf } from '../distribution.ts';
import type { AlarmNotice } from '../ports.ts';
import { MetricStore } from '../store.ts';
import { type Alarms, openAlarms } from './index.ts';
import type { AlarmRow, MetricAlarmRow } from './rows.ts';

const PLACE = { account: '012345678901', region: 'us-east-1' };
const START = Date.UTC(2026, 10, 24, 12, 0, 30);
const TOPIC = 'arn:aws:sns:us-east-1:012345678901:t';

let folder: string;
let database: Database;
let clock: FakeClock;
let alarms: Alarms;
let notices: AlarmNotice[];
let refuse: string | undefined;
/** Milliseconds that passed without anything being run. */
let heldUp: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-alarms-'));
  clock = fakeClock(START);
  notices = [];
  refuse = undefined;
  heldUp = 0;
  open();
});
afterEach(async () => {
  await alarms.close();
  database.close();
  rmSync(folder, { recursive: true });
});

function open(): void {
  database = new Database(join(folder, 'meta.db'));
  const publish = async (_: unknown, notice: AlarmNotice) => {
    if (refuse !== undefined) throw new Error(refuse);
    notices.push(notice);
  };
  const metrics = new MetricStore(database);
  const late = { ...clock, millis: () => clock.millis() + heldUp };
  alarms = openAlarms({ database, metrics, notifier: { publish }, clock: late, logger: silentLogger, changed: () => {} });
  alarms.start();
}

async function reopen(): Promise<void> {
  await alarms.close();
  database.close();
  open();
}

const measure = (value: number, at = clock.millis() / 1000, resolution = 60) =>
  new MetricStore(database).put(PLACE, [
    {
      namespace: 'n',
      name: 'm',
      dimensions: [],
      at: Math.floor(at),
      unit: 'None',
      resolution,
      samples: samplesOf([value], undefined),
    },
  ]);

const row = (name: string, settings: Partial<MetricAlarmRow['settings']> = {}): MetricAlarmRow => ({
  kind: 'MetricAlarm',
  name,
  arn: `arn:aws:cloudwatch:us-east-1:012345678901:alarm:${name}`,
  tags: {},
  actionsEnabled: true,
  settings: {
    Namespace: 'n',
    MetricName: 'm',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 10,
    ComparisonOperator: 'GreaterThanThreshold',
    AlarmActions: [TOPIC],
    ...settings,
  },
  state: 'INSUFFICIENT_DATA',
  reason: 'new',
  configuredAt: START,
  stateAt: START,
});
const composite = (name: string, AlarmRule: string): AlarmRow => ({
  ...row(name),
  kind: 'CompositeAlarm',
  settings: { AlarmRule, AlarmActions: [TOPIC] },
});
const stateOf = (name: string) => alarms.store.alarms(PLACE).get(name)?.state;
const history = (alarm: string, type = 'StateUpdate') =>
  alarms.store
    .history(PLACE, { alarm, type, from: 0, until: Number.MAX_SAFE_INTEGER, newestFirst: false, after: undefined, limit: 100 })
    .map(({ summary }) => summary);
const subjects = () => notices.map(({ subject }) => subject);
const minutes = (count: number) => clock.advance(count * 60_000);

test('an alarm is evaluated every minute, over full minutes', async () => {
  measure(20);
  alarms.keeper.put(PLACE, row('a'));
  await clock.advance(5_000);
  expect(stateOf('a')).toBe('INSUFFICIENT_DATA'); // the minute of the sample is not over
  await minutes(1);
  expect(stateOf('a')).toBe('ALARM');
  measure(1);
  await minutes(1);
  expect(stateOf('a')).toBe('OK');
  await minutes(4);
  expect(stateOf('a')).toBe('INSUFFICIENT_DATA');
  expect(history('a')).toEqual([
    'Alarm updated from INSUFFICIENT_DATA to ALARM',
    'Alarm updated from ALARM to OK',
    'Alarm updated from OK to INSUFFICIENT_DATA',
  ]);
  await expect.poll(subjects).toEqual(['ALARM: "a" in US East (N. Virginia)']);
});

test('a minute whose turn came too late is made up for', async () => {
  alarms.keeper.put(PLACE, row('a'));
  await minutes(1);
  measure(20);
  measure(1, clock.millis() / 1000 + 60);
  heldUp = 120_000;
  await minutes(1);
  expect(history('a')).toEqual(['Alarm updated from INSUFFICIENT_DATA to ALARM', 'Alarm updated from ALARM to OK']);
});

test('a high-resolution alarm is evaluated at its period', async () => {
  alarms.keeper.put(PLACE, row('fast', { Period: 10 }));
  measure(20, undefined, 1);
  await clock.advance(15_000);
  expect(stateOf('fast')).toBe('ALARM');
});

test('an expression can be watched', async () => {
  const stat = { Metric: { Namespace: 'n', MetricName: 'm' }, Period: 60, Stat: 'Sum' };
  const { Namespace: _n, MetricName: _m, Statistic: _s, Period: _p, ...rest } = row('x').settings;
  const Metrics = [
    { Id: 'a', MetricStat: stat, ReturnData: false },
    { Id: 'e', Expression: 'a * 2' },
  ];
  alarms.keeper.put(PLACE, { ...row('x'), settings: { ...rest, Metrics } });
  measure(6);
  await minutes(2);
  expect(stateOf('x')).toBe('ALARM');
  expect(alarms.store.alarms(PLACE).get('x')?.reason).toContain('1 datapoint [12.0 (');
});

test('what changed before a restart is not done again, what was not done is', async () => {
  refuse = 'not now';
  measure(20);
  alarms.keeper.put(PLACE, row('a'));
  await minutes(2);
  await expect.poll(() => history('a', 'Action')).toEqual([`Failed to execute action ${TOPIC}. Received error: "not now"`]);
  // written down, but not done: the process ended in between
  alarms.store.pending(PLACE).put(['1'], {
    id: '1',
    alarm: 'a',
    alarmArn: row('a').arn,
    kind: 'MetricAlarm',
    action: TOPIC,
    subject: 'left',
    message: '{}',
    at: 0,
  });
  refuse = undefined;
  await reopen();
  measure(20);
  await minutes(3);
  expect(stateOf('a')).toBe('ALARM');
  await expect.poll(() => alarms.store.pending(PLACE).count()).toBe(0);
  expect(subjects()).toEqual(['left']);
});

test('composite alarms follow at once; a circle of them ends', async () => {
  alarms.keeper.put(PLACE, row('a'));
  alarms.keeper.put(PLACE, composite('p', 'ALARM(a)'));
  alarms.keeper.put(PLACE, composite('q', 'ALARM(p) AND NOT OK(a)'));
  alarms.keeper.put(PLACE, composite('p', 'ALARM(a) OR ALARM(q)'));
  expect([stateOf('p'), stateOf('q')]).toEqual(['OK', 'OK']);
  const a = alarms.store.alarms(PLACE).get('a') as AlarmRow;
  alarms.keeper.change(PLACE, a, { state: 'ALARM', reason: 'test' });
  expect([stateOf('p'), stateOf('q')]).toEqual(['ALARM', 'ALARM']);
  const { reason, reasonData } = alarms.store.alarms(PLACE).get('p') as AlarmRow;
  expect(reason).toBe(`${a.arn} transitioned to ALARM at Tuesday 24 November, 2026 12:00:30 UTC`);
  expect(JSON.parse(reasonData ?? '')).toEqual({
    triggeringAlarms: [{ arn: a.arn, state: { value: 'ALARM', timestamp: '2026-11-24T12:00:30.000+0000' } }],
  });
  await expect.poll(() => subjects().map((each) => each.slice(0, 10))).toEqual(['ALARM: "a"', 'ALARM: "p"', 'ALARM: "q"']);
  const told = JSON.parse(notices[1]?.message ?? '');
  expect(told).toMatchObject({
    AlarmName: 'p',
    OldStateValue: 'OK',
    AlarmRule: 'ALARM(a) OR ALARM(q)',
    TriggeringChildren: [{ Arn: a.arn, State: { Value: 'ALARM', Timestamp: '2026-11-24T12:00:30.000+0000' } }],
  });
  expect(told).not.toHaveProperty('Trigger');
  alarms.keeper.change(PLACE, alarms.store.alarms(PLACE).get('p') as AlarmRow, { state: 'INSUFFICIENT_DATA', reason: 'by hand' });
  alarms.keeper.change(PLACE, alarms.store.alarms(PLACE).get('p') as AlarmRow, { state: 'ALARM', reason: 'by hand' });
  const ofP = () => notices.map(({ message }) => JSON.parse(message)).filter(({ AlarmName }) => AlarmName === 'p');
  await expect.poll(() => ofP().length).toBe(2);
  expect(ofP()[1]).toMatchObject({ NewStateReason: 'by hand', TriggeringChildren: [] });
});

test('an alarm without actions enabled is silent', async () => {
  alarms.keeper.put(PLACE, { ...row('a'), actionsEnabled: false });
  measure(20);
  await minutes(2);
  expect(stateOf('a')).toBe('ALARM');
  expect(notices).toEqual([]);
});

test('a deleted alarm is not looked at, and its history remains for 30 days', async () => {
  alarms.keeper.put(PLACE, row('a'));
  alarms.keeper.delete(PLACE, alarms.store.alarms(PLACE).get('a') as AlarmRow);
  measure(20);
  await minutes(2);
  expect(stateOf('a')).toBeUndefined();
  expect(history('a', 'ConfigurationUpdate')).toEqual(['Alarm "a" created', 'Alarm "a" deleted']);
  alarms.store.forget(START + 1);
  expect(history('a', 'ConfigurationUpdate')).toEqual([]);
});
