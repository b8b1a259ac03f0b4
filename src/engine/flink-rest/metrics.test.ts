import { expect, test } from 'vitest';
import { stateOf } from './metrics.ts';

const job = (state: string, timestamps: object, ...tasks: string[]) => ({
  state,
  now: 10_000,
  timestamps: { RUNNING: 1000, RESTARTING: 0, FAILING: 0, ...timestamps },
  vertices: tasks.map((status) => ({ status })),
});

test.each([
  ['it runs', job('RUNNING', {}, 'RUNNING', 'FINISHED'), 0],
  ['it runs again', job('RUNNING', { RUNNING: 9000, RESTARTING: 8000 }, 'RUNNING'), 0],
  ['it waits to restart', job('RESTARTING', { RESTARTING: 8000 }, 'CANCELED'), 2000],
  ['its tasks wait for a slot', job('RUNNING', { RUNNING: 9000, RESTARTING: 8000 }, 'RUNNING', 'SCHEDULED'), 2000],
  ['it fails', job('FAILING', { FAILING: 9500 }, 'RUNNING'), 500],
  ['it starts for the first time', job('RUNNING', {}, 'DEPLOYING'), 0],
  ['it has ended', job('FINISHED', {}, 'FINISHED'), undefined],
  ['there is none', { errors: [] }, undefined],
])('the outage of a job: %s', (_, body, outage) => {
  expect(stateOf(body)?.outage).toBe(outage);
});

test('what tasks measure is old while a job restarts', () => {
  expect(stateOf(job('RESTARTING', { RESTARTING: 8000 }))?.running).toBe(false);
  expect(stateOf(job('RUNNING', { RESTARTING: 8000 }, 'DEPLOYING'))?.running).toBe(true);
});
