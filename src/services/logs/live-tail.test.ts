import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Operations, StartLiveTailResponseStream } from '#api/logs';
import { NOW, openTestLogs, type TestLogs } from '../../../test/harness/logs.ts';

let logs: TestLogs;
const arnOf = (group: string) => `arn:aws:logs:us-east-1:000000000000:log-group:${group}`;
const ARN = arnOf('g');
const opened: AsyncIterator<StartLiveTailResponseStream>[] = [];

beforeEach(async () => {
  logs = await openTestLogs();
  for (const logGroupName of ['g', 'h']) {
    await logs.ask('CreateLogGroup', { logGroupName });
    for (const logStreamName of ['a1', 'a2', 'b1']) await logs.ask('CreateLogStream', { logGroupName, logStreamName });
  }
});
afterEach(async () => {
  for (const each of opened.splice(0)) await each.return?.();
  await logs.close();
});

async function tail(input: Partial<Operations['StartLiveTail']['input']> = {}) {
  const { responseStream } = await logs.ask('StartLiveTail', { logGroupIdentifiers: [ARN], ...input });
  const events = responseStream?.[Symbol.asyncIterator]();
  if (!events) throw new Error('no stream');
  opened.push(events);
  const start = (await events.next()).value?.sessionStart;
  return {
    start,
    async second() {
      const next = events.next();
      await logs.clock.advance(1000);
      return (await next).value?.sessionUpdate;
    },
    events,
  };
}
const texts = (update: StartLiveTailResponseStream['sessionUpdate']) => update?.sessionResults?.map(({ message }) => message);
const refusal = (input: Partial<Operations['StartLiveTail']['input']>) =>
  logs.refusal('StartLiveTail', { logGroupIdentifiers: [ARN], ...input });

describe('a session', () => {
  it('tells what it is about, then each second what came', async () => {
    const { start, second } = await tail({ logEventFilterPattern: 'ERROR' });
    expect(start).toMatchObject({ requestId: 'request', logGroupIdentifiers: [ARN], logEventFilterPattern: 'ERROR' });
    expect(start?.sessionId).toMatch(/^[0-9a-f-]{36}$/);
    expect(await second()).toEqual({ sessionMetadata: { sampled: false }, sessionResults: [] });
    await logs.put('g', 'a1', NOW, 'ERROR 1', 'fine');
    await logs.put('h', 'a1', NOW, 'ERROR elsewhere');
    expect(await second()).toEqual({
      sessionMetadata: { sampled: false },
      sessionResults: [
        { logStreamName: 'a1', logGroupIdentifier: ARN, message: 'ERROR 1', timestamp: NOW, ingestionTime: NOW + 1000 },
      ],
    });
    expect(texts(await second())).toEqual([]);
  });

  it('has what comes before its first event is read', async () => {
    const { responseStream } = await logs.ask('StartLiveTail', { logGroupIdentifiers: [ARN, arnOf('h')] });
    await logs.put('h', 'b1', NOW, 'early');
    const events = responseStream?.[Symbol.asyncIterator]();
    if (events) opened.push(events);
    await events?.next();
    const update = events?.next();
    await logs.clock.advance(1000);
    expect(texts((await update)?.value?.sessionUpdate)).toEqual(['early']);
  });

  it.each([
    [{ logStreamNames: ['a1'] }, ['a1']],
    [{ logStreamNamePrefixes: ['a', 'x'] }, ['a1', 'a2']],
  ])('of some streams: %o', async (input, expected) => {
    const { second } = await tail(input);
    for (const name of ['a1', 'a2', 'b1']) await logs.put('g', name, NOW, name);
    expect(texts(await second())).toEqual(expected);
  });

  it('gives a sample of what is too much', async () => {
    const { second } = await tail();
    await logs.put('g', 'a1', NOW, ...Array.from({ length: 501 }, (_, i) => `${i}`));
    const update = await second();
    expect([update?.sessionResults?.length, update?.sessionMetadata?.sampled]).toEqual([500, true]);
    await logs.put('g', 'a1', NOW, 'later');
    expect(await second()).toMatchObject({ sessionMetadata: { sampled: false }, sessionResults: [{ message: 'later' }] });
  });

  it('ends after three hours', { timeout: 30_000 }, async () => {
    const { events, second } = await tail();
    for (let i = 0; i < 3 * 3600; i++) await second();
    await expect(events.next()).rejects.toMatchObject({
      code: 'SessionTimeoutException',
      message: 'The Live Tail session has lasted three hours.',
    });
  });

  it('is refused where its streams cannot be told', async () => {
    expect(await refusal({ logStreamNames: ['a'], logStreamNamePrefixes: ['b'] })).toBe(
      'InvalidParameterException: logStreamNames and logStreamNamePrefixes cannot both be specified.',
    );
    expect(await refusal({ logGroupIdentifiers: [ARN, arnOf('h')], logStreamNames: ['a'] })).toBe(
      'InvalidParameterException: Log streams can be chosen in one log group only.',
    );
    expect(await refusal({ logGroupIdentifiers: [arnOf('x')] })).toMatch(/^ResourceNotFoundException: /);
    expect(await refusal({ logGroupIdentifiers: ['g'] })).toBe('InvalidParameterException: g is not the ARN of a log group.');
    expect(await refusal({ logEventFilterPattern: '{ x' })).toBe(
      "InvalidParameterException: If a filter pattern starts with '{' it must end with '}'",
    );
  });

  it('is one of fifteen at most', async () => {
    for (let i = 0; i < 15; i++) await tail();
    expect(await refusal({})).toBe('LimitExceededException: There are 15 Live Tail sessions already.');
    await opened.pop()?.return?.();
    await tail();
  });
});
