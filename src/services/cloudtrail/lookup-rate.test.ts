import { expect, it } from 'vitest';
import { fakeClock } from '#core';
import { lookupRate } from './lookup-rate.ts';

it('lets an account look twice a second in a region', () => {
  const clock = fakeClock();
  const ask = lookupRate(clock);
  const here = { account: '1', region: 'us-east-1' };
  ask(here);
  clock.advance(600);
  ask(here);
  expect(() => ask(here)).toThrow('Rate exceeded');
  ask({ ...here, account: '2' });
  ask({ ...here, region: 'eu-west-1' });
  // a refusal does not count
  clock.advance(400);
  ask(here);
  expect(() => ask(here)).toThrow('Rate exceeded');
  clock.advance(600);
  ask(here);
});
