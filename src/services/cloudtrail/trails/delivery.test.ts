import { expect, it } from 'vitest';
import { countingIds, fakeClock, silentLogger } from '#core';
import { Deliverer, type DeliveryNeeds } from './delivery.ts';

/** Nobody signs with it here. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIB9jCCAV+gAwIBAgIURMojr0eNBpEDIWcNfN82FkO5dAwwDQYJKoZIhvcNAQEL
BQAwDDEKMAgGA1UEAwwBdDAgFw0yNjExMjgxODM1MzJaGA8yMTI2MTEwNDE4MzUz
MlowDDEKMAgGA1UEAwwBdDCBnzANBgkqhkiG9w0BAQEFAAOBjQAwgYkCgYEAv9Nc
Y53u1X9tjlbGBO/olRkSeWHLayqVYDmMDLDX/ma0+o/mXATNh1nRvAuCVEPHdfHY
GdqqaX3qafuZJDdrW/dkpjJHUcoQ8bt6m6+FeT5+apncPlXrErjqAi/rHLh7oxoN
PYq37TanEIVz7QQBtjWKddBoSaK5mLtPDidbIW0CAwEAAaNTMFEwHQYDVR0OBBYE
FFomTJCLzVp66PRvn8bmbnhd16wYMB8GA1UdIwQYMBaAFFomTJCLzVp66PRvn8bm
bnhd16wYMA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQELBQADgYEAfwZITyz2
EX2zXdRde8j75rG9Cz8DbV46B4UvReHN8Fh9RWSKA5zL8jX0b46Tdsibt4fNeJtO
wg/cTgKSPv+UXryZkG6IUuVeWvfJfTIuXnUQ3nYfrRlpZsS0xiZYUXWh0J4hy2Vk
Lbtxiq7KROh/4/iFdkO7If6dqn82FCb0CM8=
-----END CERTIFICATE-----`;

it('delivers the file it is at when it is closed, however much is waiting', async () => {
  const clock = fakeClock();
  const scope = { partition: 'aws', account: '000000000000', region: 'us-east-1' };
  let put = 0;
  let closed: Promise<void> | undefined;
  const deliverer: Deliverer = new Deliverer({
    trails: { all: () => [{ scope, arn: 'arn', row: { name: 'audit', bucket: 'b', prefix: '', logging: true } }] },
    history: {
      pendingRegions: () => ['us-east-1'],
      // more than there is time for
      pending: () => (put < 50 ? [{ seq: put, at: 0, text: '{}' }] : []),
      forgetPending: () => {},
    },
    recorder: { flush: async () => {} },
    ledger: { transaction: async (work: () => void) => work(), note: () => {} },
    bucket: {
      put: async () => {
        put++;
        closed ??= deliverer.close();
      },
    },
    seal: { certPem: CERTIFICATE, keyPem: '' },
    ...{ clock, ids: countingIds(1), logger: silentLogger, everyMs: 1000, digestEveryMs: 1000 },
  } as unknown as DeliveryNeeds);
  deliverer.start();
  await clock.advance(1000);
  await expect.poll(() => put).toBeGreaterThan(0);
  await closed;
  expect(put).toBe(1);
});
