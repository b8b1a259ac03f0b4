import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { askAgain } from './ask-again.ts';

/** A query that is on a page; each of its answers is given by hand. */
function shown() {
  const queries = new QueryClient();
  const asked: ((answer: string) => void)[] = [];
  const queryFn = () => new Promise<string>((answer) => asked.push(answer));
  const observer = new QueryObserver(queries, { queryKey: ['stream'], queryFn, staleTime: 30_000 });
  const leave = observer.subscribe(() => {});
  const answer = async (index: number, data: string) => {
    asked[index]?.(data);
    await new Promise((later) => setTimeout(later));
  };
  return { queries, asked, answer, leave, data: () => observer.getCurrentResult().data };
}

it('asks once more after a first answer that may be from before the change, however often something changed', async () => {
  const { queries, asked, answer, data, leave } = shown();
  askAgain(queries);
  askAgain(queries);
  expect(asked).toHaveLength(1);
  await answer(0, 'before');
  expect([data(), asked.length]).toEqual(['before', 2]);
  await answer(1, 'after');
  expect([data(), asked.length]).toEqual(['after', 2]);
  leave();
});

it('asks at once what has an answer, and nothing that is not concerned', async () => {
  const { queries, asked, answer, leave } = shown();
  await answer(0, 'before');
  askAgain(queries, ({ queryKey }) => queryKey[0] === 'bucket');
  expect(asked).toHaveLength(1);
  askAgain(queries, ({ queryKey }) => queryKey[0] === 'stream');
  expect(asked).toHaveLength(2);
  leave();
});
