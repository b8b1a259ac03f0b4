import { expect, it } from 'vitest';
import { named, routable } from './named.ts';

/** What links say, and what wouter 3.13 makes of it: see `unescape` in its paths.js. */
const routed = (name: string): string => decodeURI(routable(encodeURIComponent(name)));

it.each([
  'CPU over 80%',
  'alice@example.com',
  '/aws/kinesis-analytics/orders',
  'a+b=c,d',
  '50% & more?',
  'Größe #1',
  'a%2Fb',
  '100%25',
  '%',
  'orders',
])('is what the link to %j was made of', (name: string) => {
  expect(named(routed(name))).toBe(name);
});
