import { expect, test } from 'vitest';
import { silentLogger } from '#core';
import { Shutdown } from './shutdown.ts';

test('closes in the opposite order, and goes on when something cannot be closed', async () => {
  const closed: string[] = [];
  const shutdown = new Shutdown(silentLogger);
  shutdown.add('first', () => closed.push('first'));
  shutdown.add('broken', () => {
    throw new Error('no');
  });
  shutdown.add('last', async () => closed.push('last'));
  await shutdown.run();
  await shutdown.run();
  expect(closed).toEqual(['last', 'first']);
});
