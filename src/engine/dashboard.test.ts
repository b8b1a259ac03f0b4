import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countingIds, fakeClock } from '#core';
import { flinkDashboards } from './dashboard.ts';
import type { ApplicationStore } from './ports.ts';

const ref = { scope: { partition: 'aws', account: '1', region: 'r' }, name: 'a' };
const store = {
  byCluster: (id: string) => (id === 'c' ? ref : undefined),
  load: () => ({ clusterId: 'c' }),
} as unknown as ApplicationStore;
const flink = createServer((request, response) =>
  response.setHeader('content-type', 'application/json').end(`{"asked":"${request.url}"}`),
);
let restUrl: string;
beforeAll(async () => {
  await new Promise<void>((listening) => flink.listen(0, '127.0.0.1', listening));
  restUrl = `http://127.0.0.1:${(flink.address() as AddressInfo).port}`;
});
afterAll(() => void flink.close());

function opened() {
  const clock = fakeClock();
  const dashboards = flinkDashboards({ store, restUrlOf: () => restUrl, secret: new Uint8Array(32), clock, ids: countingIds() });
  const url = new URL(dashboards.urlFor({ ref, endpoint: 'http://host', sessionSeconds: 1800 }) ?? '');
  const get = (path: string, query: string, cookie = '') =>
    dashboards.answer({
      path: `/_millrace/flinkdashboard/c/${path}`,
      query: new URLSearchParams(query),
      headers: cookie ? { cookie } : {},
    });
  return { clock, url, get, token: `authToken=${url.searchParams.get('authToken')}` };
}

test('opens Flink’s pages and REST API, by address or by cookie', async () => {
  const { url, get, token } = opened();
  expect(url.pathname).toBe('/_millrace/flinkdashboard/c/');
  expect(url.href.length).toBeLessThanOrEqual(2048);
  const first = await get('jobs', `${token}&get=1`);
  expect(first.status).toBe(200);
  expect(await text(first.body as AsyncIterable<Uint8Array>)).toBe('{"asked":"/jobs?get=1"}');
  const cookie = first.headers['set-cookie']?.split(';')[0] ?? '';
  expect(first.headers['set-cookie']).toContain('HttpOnly');
  expect((await get('overview', '', cookie)).status).toBe(200);
  expect((await get('overview', '')).status).toBe(403);
  expect((await get('overview', '', `${cookie}x`)).status).toBe(403);
});

test('an address must be used within three minutes, and then lives as long as its session', async () => {
  const { clock, get, token } = opened();
  await clock.advance(179_000);
  expect((await get('', token)).status).toBe(200);
  await clock.advance(1_700_000);
  expect((await get('', token)).status).toBe(200);
  await clock.advance(101_000);
  expect((await get('', token)).status).toBe(403);
  const late = opened();
  await late.clock.advance(181_000);
  expect((await late.get('', late.token)).status).toBe(403);
});
