import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Operations } from '#api/logs';
import { AwsError, type Call, countingIds, type FakeClock, fakeClock, silentLogger } from '#core';
import { Database } from '#storage';
import { nowhere } from '../../../test/harness/nowhere.ts';
import { type Logs, openLogs } from './index.ts';

const NOW = Date.UTC(2026, 10, 23);
const scope = { partition: 'aws', account: '000000000000', region: 'us-east-1' };
const G = { logGroupName: 'g' };
const S = { logGroupName: 'g', logStreamName: 's' };

interface Opened {
  readonly directory: string;
  readonly database: Database;
  readonly logs: Logs;
  ask<K extends keyof Operations>(name: K, input: Operations[K]['input']): Promise<Operations[K]['output']>;
}

let clock: FakeClock;
let here: Opened;
const opened: Opened[] = [];
const ids = countingIds();

async function open(directory: string): Promise<Opened> {
  const database = new Database(join(directory, 'meta.db'));
  const logs = await openLogs({
    database,
    directory: join(directory, 'logs'),
    clock,
    ids,
    logger: silentLogger,
    ...nowhere,
  });
  const it: Opened = {
    directory,
    database,
    logs,
    async ask(name, input) {
      const entry = logs.service.operations[name];
      if (!entry || 'unsupported' in entry) throw new Error(name);
      const output = await entry.run(input as never, { scope, signal: new AbortController().signal } as Call);
      await database.settled();
      return output as never;
    },
  };
  opened.push(it);
  return it;
}

/** What a crash at this moment would leave: the files as they are, with nothing closed. */
async function crash(from: Opened): Promise<Opened> {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-logs-'));
  cpSync(from.directory, directory, { recursive: true });
  return open(directory);
}

const event = (message: string, timestamp = NOW) => ({ timestamp, message });
const messages = async ({ ask }: Opened) =>
  (await ask('GetLogEvents', { ...S, startFromHead: true })).events?.map(({ message }) => message);
const described = async ({ ask }: Opened) => (await ask('DescribeLogStreams', G)).logStreams?.[0];
const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'done',
    (thrown: unknown) => (thrown instanceof AwsError ? `${thrown.code}: ${thrown.message}` : Promise.reject(thrown)),
  );
const NO_STREAM = 'ResourceNotFoundException: The specified log stream does not exist.';
const folders = (at: Opened) => {
  const root = join(at.directory, 'logs');
  if (!existsSync(root)) return [];
  return readdirSync(root).flatMap((group) => readdirSync(join(root, group)).map((stream) => `${group}/${stream}`));
};

beforeEach(async () => {
  clock = fakeClock(NOW);
  here = await open(mkdtempSync(join(tmpdir(), 'millrace-logs-')));
  await here.ask('CreateLogGroup', G);
  await here.ask('CreateLogStream', S);
});
afterEach(async () => {
  for (const { logs, database, directory } of opened.splice(0)) {
    await logs.close();
    database.close();
    rmSync(directory, { recursive: true, force: true });
  }
});

describe('a crash', () => {
  it('loses no acknowledged event, and the stream is described with all of them', async () => {
    await here.ask('PutLogEvents', { ...S, logEvents: [event('a', NOW - 5000), event('b')] });
    const then = await crash(here);
    expect(await messages(then)).toEqual(['a', 'b']);
    expect(await described(then)).toMatchObject({
      firstEventTimestamp: NOW - 5000,
      lastEventTimestamp: NOW,
      lastIngestionTime: NOW,
    });
  });

  it('after the rows were brought up to date is made good from there on', async () => {
    await here.ask('PutLogEvents', { ...S, logEvents: [event('a', NOW - 5000)] });
    await clock.advance(5_000); // written down, still marked
    await here.ask('PutLogEvents', { ...S, logEvents: [event('b', NOW - 9000)] });
    const then = await crash(here);
    expect(await described(then)).toMatchObject({
      firstEventTimestamp: NOW - 9000,
      lastEventTimestamp: NOW - 5000,
      lastIngestionTime: NOW + 5000,
    });
    expect(await described(then)).toEqual(await described(here));
    const [group] = (await then.ask('DescribeLogGroups', {})).logGroups ?? [];
    expect(group?.storedBytes).toBeGreaterThan(0);
    expect(group).toEqual((await here.ask('DescribeLogGroups', {})).logGroups?.[0]);
  });

  it('between the rows and the files of a deletion leaves neither', async () => {
    await here.ask('PutLogEvents', { ...S, logEvents: [event('a')] });
    const before = mkdtempSync(join(tmpdir(), 'millrace-logs-'));
    cpSync(here.directory, before, { recursive: true });
    const entry = here.logs.service.operations.DeleteLogStream;
    if (!entry || 'unsupported' in entry) throw new Error();
    const deleting = entry.run(S as never, { scope } as Call) as Promise<unknown>;
    await here.database.settled(); // the rows are gone for good, the files may still be there
    const rows = mkdtempSync(join(tmpdir(), 'millrace-logs-'));
    cpSync(here.directory, rows, { recursive: true });
    await deleting;
    rmSync(join(rows, 'logs'), { recursive: true, force: true });
    cpSync(join(before, 'logs'), join(rows, 'logs'), { recursive: true });
    rmSync(before, { recursive: true });
    const then = await open(rows);
    expect(await described(then)).toBeUndefined();
    expect(folders(then)).toEqual([]);
  });
});

describe('deleting while events are put', () => {
  it.each(['DeleteLogStream', 'DeleteLogGroup'] as const)('%s: every put is either taken before or refused', async (name) => {
    const outcomes = new Set<string>();
    const putting = Array.from({ length: 4 }, async () => {
      for (let i = 0; i < 30; i++) outcomes.add(await codeOf(here.ask('PutLogEvents', { ...S, logEvents: [event(`m${i}`)] })));
    });
    while (!outcomes.has('done')) await new Promise((done) => setImmediate(done));
    expect(await codeOf(here.ask(name, S))).toBe('done');
    await Promise.all(putting);
    expect(outcomes).toContain('done');
    expect(outcomes.size).toBeGreaterThan(1);
    const refusals = [NO_STREAM, 'ResourceNotFoundException: The specified log group does not exist.'];
    expect([...outcomes].filter((each) => each !== 'done' && !refusals.includes(each))).toEqual([]);
    await clock.advance(15_000);
    expect(folders(here)).toEqual([]);
  });

  it('a stream is read to the end of what there is, or is not there', async () => {
    for (let i = 0; i < 5; i++) await here.ask('PutLogEvents', { ...S, logEvents: [event('x'.repeat(900_000))] });
    const outcomes = new Set<string>();
    const reading = Array.from({ length: 6 }, async (_, i) => {
      for (let turn = 0; turn < 30; turn++) {
        const operation = i % 2 ? ('GetLogEvents' as const) : ('FilterLogEvents' as const);
        outcomes.add(await codeOf(here.ask(operation, { ...S, startFromHead: true } as never)));
      }
    });
    await new Promise((done) => setTimeout(done, 20));
    await here.ask('DeleteLogStream', S);
    await Promise.all(reading);
    expect([...outcomes].filter((each) => each !== 'done' && each !== NO_STREAM)).toEqual([]);
  });

  it('a stream made anew under the name has nothing of the old one', async () => {
    await here.ask('PutLogEvents', { ...S, logEvents: [event('old', NOW - 7000)] });
    const late = codeOf(here.ask('PutLogEvents', { ...S, logEvents: [event('late', NOW - 6000)] }));
    const gone = here.ask('DeleteLogStream', S);
    await here.ask('CreateLogStream', S);
    await Promise.all([late, gone]);
    await clock.advance(15_000);
    expect(await messages(here)).toEqual([]);
    const fresh = await described(here);
    expect([fresh?.firstEventTimestamp, fresh?.lastIngestionTime]).toEqual([undefined, undefined]);
    await here.ask('PutLogEvents', { ...S, logEvents: [event('new')] });
    expect(await messages(here)).toEqual(['new']);
    expect((await described(here))?.firstEventTimestamp).toBe(NOW);
  });
});

describe('retention', () => {
  it('takes what came in too long ago, and the facts follow', { timeout: 30_000 }, async () => {
    await here.ask('PutRetentionPolicy', { ...G, retentionInDays: 1 });
    await here.ask('PutLogEvents', { ...S, logEvents: [event('old')] });
    await clock.advance(12 * 3_600_000);
    expect(await messages(here)).toEqual(['old']);
    await clock.advance(12 * 3_600_000 + 20 * 60_000);
    await vi.waitFor(async () => expect((await described(here))?.firstEventTimestamp).toBeUndefined());
    expect(await messages(here)).toEqual([]);
    expect((await here.ask('DescribeLogGroups', {})).logGroups?.[0]?.storedBytes).toBe(0);
    const now = clock.millis();
    await here.ask('PutLogEvents', { ...S, logEvents: [event('new', now)] });
    expect(await messages(here)).toEqual(['new']);
    expect((await described(here))?.firstEventTimestamp).toBe(now);
  });
});
