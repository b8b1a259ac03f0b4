import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { NOW, openTestLogs, type TestLogs } from '../../../../test/harness/logs.ts';

// what is counted from digests, and what is read because of them, is what reading everything finds
let logs: TestLogs;
const WORDS = ['rare', 'needle', 'ne', 'é', 'x'];
const stored: { stream: string; timestamp: number; message: string }[] = [];

beforeAll(async () => {
  logs = await openTestLogs();
  await logs.ask('CreateLogGroup', { logGroupName: 'g' });
  for (const logStreamName of ['a', 'b']) await logs.ask('CreateLogStream', { logGroupName: 'g', logStreamName });
  let n = 0;
  for (const stream of ['a', 'b']) {
    for (let batch = 0; batch < 12; batch++) {
      const logEvents = Array.from({ length: 45 }, (_, i) => {
        n++;
        const word = n % 97 === 5 ? WORDS[n % WORDS.length] : 'common';
        const message = JSON.stringify({ n, type: word, filling: String(n).repeat(5000) }).slice(
          0,
          n % 50 === 0 ? 900 : undefined,
        );
        return { timestamp: NOW - 12 * 3_600_000 + batch * 1_800_000 + i * (n % 3 === 0 ? 40_000 : 1000), message };
      }).sort((a, b) => a.timestamp - b.timestamp);
      await logs.ask('PutLogEvents', { logGroupName: 'g', logStreamName: stream, logEvents });
      stored.push(...logEvents.map((each) => ({ ...each, stream })));
    }
  }
});
afterAll(() => logs.close());

async function answer(queryString: string, startTime: number, endTime: number) {
  const { queryId = '' } = await logs.ask('StartQuery', { logGroupName: 'g', queryString, startTime, endTime });
  return vi.waitFor(async () => {
    const { status, results = [], statistics } = await logs.ask('GetQueryResults', { queryId });
    expect(status).toBe('Complete');
    const lines = results.map((fields) => fields.map(({ field, value }) => `${field}=${value}`).join(' ')).sort();
    return { lines, matched: statistics?.recordsMatched };
  });
}

const seconds = fc.integer({ min: NOW / 1000 - 13 * 3600, max: NOW / 1000 });
const range = fc.tuple(seconds, seconds).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

it('counts from digests are those of reading', { timeout: 120_000 }, async () => {
  const by = fc.constantFrom('', ' by bin(1h)', ' by bin(1d)', ' by bin(5m), @logStream', ' by @logStream', ' by bin(1ms)');
  const count = fc.constantFrom('count(*)', 'count(@message)', 'count(*) as a, count(@timestamp)');
  await fc.assert(
    fc.asyncProperty(range, count, by, async ([from, to], what, groups) => {
      const plain = await answer(`filter strlen(@message) >= 0 | stats ${what}${groups}`, from, to);
      expect(await answer(`stats ${what}${groups}`, from, to)).toEqual(plain);
    }),
    { numRuns: 40 },
  );
});

it('what a text is looked for by is found wherever it is', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(range, fc.constantFrom(...WORDS, 'mmo', '5555', 'nowhere'), async ([from, to], word) => {
      const found = stored.filter(
        ({ timestamp: at, message }) => at >= from * 1000 && at < (to + 1) * 1000 && message.includes(word),
      ).length;
      const { matched } = await answer(`filter @message like /${word}/ | stats count(*)`, from, to);
      expect(matched).toBe(found);
    }),
    { numRuns: 60 },
  );
});
