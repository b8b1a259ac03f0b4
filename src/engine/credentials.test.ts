import { expect, test } from 'vitest';
import { AwsError, fakeClock } from '#core';
import { jobCredentials } from './credentials.ts';
import type { ApplicationStore } from './ports.ts';

const ref = { scope: { partition: 'aws', account: '1', region: 'r' }, name: 'a' };
const store = {
  byCluster: (id: string) => (id === 'c' ? ref : undefined),
  load: () => ({
    arn: 'arn',
    clusterId: 'c',
    configuration: { roleArn: 'role' },
    notes: { attempt: 2, relaunches: 0, cluster: { attempt: 2, versionId: 1 } },
  }),
  configurationOf: () => ({ roleArn: 'role' }),
} as unknown as ApplicationStore;

function made() {
  const clock = fakeClock();
  const assumed: string[] = [];
  const state = { denied: false };
  const credentials = jobCredentials({
    store,
    clock,
    secret: new Uint8Array(32),
    roles: {
      async assume({ roleArn }, _name, seconds) {
        if (state.denied) throw new AwsError('AccessDenied', 'no longer trusted', { status: 403 });
        assumed.push(roleArn);
        const expiration = new Date(clock.millis() + seconds * 1000);
        return { accessKeyId: `ASIA${assumed.length}`, secretAccessKey: 's', sessionToken: 't', expiration };
      },
    },
  });
  return { clock, assumed, state, credentials, ask: () => credentials.credentialsFor('c', credentials.tokenOf('c', 2)) };
}

test('answers the container credentials protocol', async () => {
  const { ask } = made();
  expect(await ask()).toEqual({
    status: 200,
    body: { AccessKeyId: 'ASIA1', SecretAccessKey: 's', Token: 't', Expiration: '2026-01-01T01:00:00Z', RoleArn: 'role' },
  });
});

test('only the present attempt of a known application gets any', async () => {
  const { credentials } = made();
  expect((await credentials.credentialsFor('x', 't')).status).toBe(404);
  expect((await credentials.credentialsFor('c', undefined)).status).toBe(401);
  expect((await credentials.credentialsFor('c', credentials.tokenOf('c', 1))).status).toBe(401);
  expect((await credentials.credentialsFor('c', credentials.tokenOf('d', 2))).status).toBe(401);
});

test('a session is handed out again until 15 minutes before its end', async () => {
  const { ask, clock, assumed } = made();
  await ask();
  await clock.advance(44 * 60_000);
  expect((await ask()).body['AccessKeyId']).toBe('ASIA1');
  await clock.advance(2 * 60_000);
  expect((await ask()).body['AccessKeyId']).toBe('ASIA2');
  expect(assumed).toHaveLength(2);
});

test('a role that is no longer trusted ends with its session', async () => {
  const { ask, clock, state } = made();
  await ask();
  state.denied = true;
  await clock.advance(50 * 60_000);
  expect((await ask()).status).toBe(200);
  await clock.advance(11 * 60_000);
  expect(await ask()).toEqual({ status: 403, body: { code: 'AccessDenied', message: 'no longer trusted' } });
});
