import { expect, it } from 'vitest';
import { follow, type Source } from './follow.ts';
import type { LogLine } from './line.ts';

/** A log of lines that are numbers, read in pages of three; the bell rings when the test says so. */
function log(written: number) {
  const messages = Array.from({ length: written }, (_, i) => String(i));
  let ring = () => {};
  let asked = 0;
  const events = (from: number, to: number) => messages.slice(from, to).map((message) => ({ timestamp: 1, message }));
  const source: Source = {
    page: async (token) => {
      asked++;
      const [way, at = ''] = token?.split('/') ?? ['b', String(messages.length)];
      const index = Number(at);
      if (way === 'f') {
        const to = Math.min(messages.length, index + 3);
        return { events: events(index, to), newer: `f/${to}`, older: `b/${index}` };
      }
      const from = Math.max(0, index - 3);
      return { events: events(from, index), newer: `f/${index}`, older: `b/${from}` };
    },
    async *bell() {
      for (;;) {
        await new Promise<void>((resolve) => {
          ring = resolve;
        });
        yield;
      }
    },
  };
  return { source, messages, ring: () => ring(), asked: () => asked };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

it('tells the newest first, then what is older, then what comes in, each line once', async () => {
  const { source, messages, ring } = log(8);
  const gone = new AbortController();
  let lines: LogLine[] = [];
  const order: string[] = [];
  const over = follow(source, true, gone.signal, async ({ older, newer }) => {
    order.push(`${older.map(({ message }) => message)}|${newer.map(({ message }) => message)}`);
    lines = [...older, ...lines, ...newer];
  });
  await settled();
  expect(order[0]).toBe('|5,6,7');
  expect(lines.map(({ message }) => message)).toEqual(messages);
  messages.push('8', '9', '10', '11');
  ring();
  await settled();
  expect(lines.map(({ message }) => message)).toEqual(messages);
  const ids = lines.map(({ id }) => id);
  expect(ids, 'ids go up, none twice').toEqual([...new Set(ids)].sort((a, b) => a - b));
  gone.abort();
  ring();
  await over;
});

it('asks nothing while the bell is silent', async () => {
  const { source, ring, asked } = log(2);
  const gone = new AbortController();
  const over = follow(source, true, gone.signal, async () => {});
  await settled();
  const before = asked();
  await settled();
  expect(asked()).toBe(before);
  gone.abort();
  ring();
  await over;
});

it('is held back by who shows it', async () => {
  const { source, messages, ring, asked } = log(2);
  const gone = new AbortController();
  let shown = () => {};
  const over = follow(source, true, gone.signal, ({ newer }) =>
    newer.some(({ message }) => message === '2') ? new Promise((resolve) => (shown = resolve)) : Promise.resolve(),
  );
  await settled();
  messages.push('2');
  ring();
  await settled();
  const before = asked();
  messages.push('3');
  ring();
  await settled();
  expect(asked()).toBe(before);
  shown();
  await settled();
  expect(asked()).toBeGreaterThan(before);
  gone.abort();
  ring();
  await over;
});

it('ends by itself where it is not to go on', async () => {
  await follow(log(5).source, false, new AbortController().signal, async () => {});
});
