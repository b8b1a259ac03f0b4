import { expect, it } from 'vitest';
import { fakeClock, silentLogger } from '#core';
import { createSupervisor } from './supervisor.ts';
import type { SupervisorNeeds } from './supervisor-needs.ts';

it('does not begin to wait for the next look when it is closed during one', async () => {
  const ref = { scope: { partition: 'aws', account: '000000000000', region: 'us-east-1' }, name: 'orders' };
  const store = {
    load: () => {
      throw new Error('the disk is gone'); // the next look would be in a while
    },
  };
  const needs = { store, clock: fakeClock(), logger: silentLogger, secret: new Uint8Array(32) };
  const supervisor = createSupervisor(needs as unknown as SupervisorNeeds);
  supervisor.wake(ref);
  let closed = false;
  void supervisor.close().then(() => {
    closed = true;
  });
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(closed).toBe(true);
});
