import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countingIds, fakeClock } from '#core';
import { openIam } from '#services/iam';
import { Database } from '#storage';
import { operatorOnly, ownRoutes } from './routes.ts';

const FIRST = { partition: 'aws', account: '000000000000', accessKeyId: 'AKIAFIRST', secretAccessKey: 'first-secret' };

let database: Database;
let routes: ReturnType<typeof ownRoutes>;

beforeEach(() => {
  database = new Database(':memory:');
  routes = ownRoutes({
    supervisor: () => undefined,
    applications: () => [],
    forOperator: operatorOnly('token'),
    status: () => {
      throw new Error('nobody asked');
    },
    accounts: openIam({ database, clock: fakeClock(), ids: countingIds(), awsPolicies: () => [], root: FIRST }).accounts,
    settled: () => database.settled(),
  });
});
afterEach(() => database.close());

async function ask(method: string, path: string, body?: unknown, token = 'token') {
  const route = routes.find(
    (each) => each.method === method && (each.path === path || (each.path.endsWith('/') && path.startsWith(each.path))),
  );
  const answer = await route?.handle({
    method,
    path,
    query: new URLSearchParams(),
    headers: { authorization: `Bearer ${token}` },
    sourceIp: '127.0.0.1',
    secure: false,
    signer: () => Promise.reject(new Error('nobody asked')),
    body: async () => Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    signal: new AbortController().signal,
  });
  return [answer?.status, JSON.parse(String(answer?.body))];
}

describe('accounts', () => {
  const PATH = '/_millrace/accounts';

  it('are made once, and have a root key', async () => {
    expect(await ask('POST', PATH, { account: '222222222222', name: 'two' })).toEqual([
      201,
      { account: '222222222222', name: 'two', createdAt: '2026-01-01T00:00:00.000Z' },
    ]);
    expect((await ask('POST', PATH, { account: '222222222222' }))[0]).toBe(409);
    expect((await ask('POST', PATH, {}))[0]).toBe(201);
    const [, key] = await ask('GET', `${PATH}/222222222222`);
    expect(key).toEqual({ accessKeyId: expect.stringMatching(/^AKIA/), secretAccessKey: expect.stringMatching(/^.{40}$/) });
    expect((await ask('GET', `${PATH}/${FIRST.account}`))[1]).toEqual({
      accessKeyId: 'AKIAFIRST',
      secretAccessKey: 'first-secret',
    });
    expect((await ask('GET', `${PATH}/999999999999`))[0]).toBe(404);
    expect((await ask('GET', PATH))[1].length).toBe(3);
  });

  it('are not made of nonsense, nor for others than the operator', async () => {
    for (const body of [{ account: '1' }, { account: 222222222222 }, { name: '' }, { name: 7 }, 'no JSON']) {
      expect((await ask('POST', PATH, body))[0]).toBe(400);
    }
    expect((await ask('POST', PATH, {}, 'other'))[0]).toBe(401);
    expect((await ask('GET', `${PATH}/${FIRST.account}`, undefined, 'other'))[0]).toBe(401);
  });
});
