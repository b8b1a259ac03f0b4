import { expect, it } from 'vitest';
import { countingIds, fakeClock, silentLogger } from '#core';
import { Database } from '#storage';
import { Deliverer, type DeliveryNeeds } from './delivery.ts';
import { type Trail, Trails } from './store.ts';

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

const scope = { partition: 'aws', account: '000000000000', region: 'us-east-1' };

/** One that delivers what `pending` answers for a trail. */
const delivererOf = (names: readonly string[], more: object): Deliverer =>
  new Deliverer({
    trails: {
      hasFirstCopy: ({ arn }: Trail) => arn === names[0],
      all: () => names.map((name) => ({ scope, arn: name, row: { name, bucket: 'b', prefix: '', logging: true } })),
    },
    recorder: { flush: async () => {} },
    ledger: { transaction: async (work: () => void) => work(), note: () => {} },
    charge: () => {},
    seal: { certPem: CERTIFICATE, keyPem: '' },
    ...{ clock: fakeClock(), ids: countingIds(1), logger: silentLogger, everyMs: 1000, digestEveryMs: 1000 },
    ...more,
  } as unknown as DeliveryNeeds);

it('delivers the file it is at when it is closed, however much is waiting', async () => {
  const clock = fakeClock();
  let put = 0;
  let closed: Promise<void> | undefined;
  const deliverer = delivererOf(['audit'], {
    clock,
    history: {
      pendingRegions: () => ['us-east-1'],
      // more than there is time for
      pending: () => (put < 50 ? [{ seq: put, at: 0, text: '{}' }] : []),
      forgetPending: () => {},
    },
    bucket: {
      put: async () => {
        put++;
        closed ??= deliverer.close();
      },
    },
  });
  deliverer.start();
  await clock.advance(1000);
  await expect.poll(() => put).toBeGreaterThan(0);
  await closed;
  expect(put).toBe(1);
});

it('tells what is charged for: data events, and management events that another trail brings, too', async () => {
  const charged: object[] = [];
  const texts = ['{"managementEvent":true}', '{"managementEvent":false}', '{"managementEvent":true}'];
  const left = new Map(['first', 'second'].map((arn) => [arn, texts.map((text, seq) => ({ seq, at: 0, text }))]));
  const deliverer = delivererOf(['first', 'second'], {
    history: {
      pendingRegions: () => ['us-east-1'],
      pending: (arn: string) => left.get(arn) ?? [],
      forgetPending: (arn: string) => left.delete(arn),
    },
    bucket: { put: async () => {} },
    charge: (_: object, name: string, events: object) => charged.push({ name, ...events }),
  });
  await deliverer.deliver();
  expect(charged).toEqual([
    { name: 'first', copies: 0, data: 1 },
    { name: 'second', copies: 2, data: 1 },
  ]);
});

it('the first copy of management events is that of the first trail that wants them in a region', async () => {
  const database = new Database(':memory:');
  const trails = new Trails(database);
  const at = (region: string) => ({ ...scope, region });
  const row = { partition: 'aws', bucket: 'b', global: true, multiRegion: false, validation: false, logging: true, tags: {} };
  const dataOnly = [{ IncludeManagementEvents: false, DataResources: [] }];
  const data = [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }] }];
  const [a, b, c, d] = [
    trails.put(at('us-east-1'), { ...row, name: 'a', basic: dataOnly }),
    trails.put(at('us-east-1'), { ...row, name: 'b', multiRegion: true, advanced: data }),
    trails.put(at('us-east-1'), { ...row, name: 'c' }),
    trails.put(at('us-east-1'), { ...row, name: 'd', multiRegion: true }),
  ] as const;
  const firsts = (region: string) =>
    [a, b, c, d].filter((trail) => trails.hasFirstCopy(trail, region)).map(({ row: { name } }) => name);
  expect(firsts('us-east-1')).toEqual(['c']);
  expect(firsts('eu-west-1')).toEqual(['d']);
  trails.put(at('us-east-1'), { ...c.row, logging: false });
  expect(firsts('us-east-1')).toEqual(['d']);
  // what is still to be delivered when none wants them any more is no further copy
  trails.put(at('us-east-1'), { ...d.row, logging: false });
  expect(firsts('us-east-1')).toEqual(['a', 'b', 'c', 'd']);
  await database.settled();
});
