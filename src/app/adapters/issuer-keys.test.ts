import { expect, test } from 'vitest';
import { fakeClock } from '#core';
import { issuerKeys } from './issuer-keys.ts';

const ISSUER = 'https://issuer.example';
const SECOND = 1000;

/** An issuer that counts how often it is asked, and answers when it is let. */
function issuer() {
  const clock = fakeClock();
  const state = { asked: 0, kids: ['a'], down: false, gate: Promise.resolve() };
  const keys = issuerKeys(clock, async (url) => {
    if (url.endsWith('/.well-known/openid-configuration')) {
      state.asked++;
      await state.gate;
      if (state.down) throw new Error('connection refused');
      return { jwks_uri: `${url}/keys` };
    }
    return { keys: state.kids.map((kid) => ({ kid })) };
  });
  return { clock, state, kidsOf: async (kid?: string, of = ISSUER) => (await keys.of(of, kid)).map((key) => key['kid']) };
}

test('those who ask at the same time share one question', async () => {
  const { state, kidsOf } = issuer();
  let open = () => {};
  state.gate = new Promise((resolve) => {
    open = resolve;
  });
  const all = Array.from({ length: 50 }, () => kidsOf('a'));
  open();
  expect(await Promise.all(all)).toEqual(Array(50).fill(['a']));
  expect(state.asked).toBe(1);
});

test('keys are remembered for five minutes, and a new one is looked for every ten seconds at most', async () => {
  const { clock, state, kidsOf } = issuer();
  await kidsOf('a');
  for (let i = 0; i < 20; i++) expect(await kidsOf(`made-up-${i}`)).toEqual([]);
  expect(state.asked).toBe(1);
  state.kids = ['a', 'b'];
  clock.advance(10 * SECOND);
  expect(await kidsOf('b')).toEqual(['b']);
  expect(state.asked).toBe(2);
  clock.advance(299 * SECOND);
  await kidsOf('a');
  expect(state.asked).toBe(2);
  clock.advance(SECOND);
  await kidsOf('a');
  expect(state.asked).toBe(3);
});

test('an issuer that does not answer is left alone for ten seconds', async () => {
  const { clock, state, kidsOf } = issuer();
  state.down = true;
  for (let i = 0; i < 20; i++) await expect(kidsOf('a')).rejects.toThrow('connection refused');
  expect(state.asked).toBe(1);
  state.down = false;
  clock.advance(10 * SECOND);
  expect(await kidsOf('a')).toEqual(['a']);
});

test('known keys go on to count while the issuer does not answer', async () => {
  const { clock, state, kidsOf } = issuer();
  await kidsOf('a');
  state.down = true;
  clock.advance(10 * SECOND);
  await expect(kidsOf('made-up')).rejects.toThrow('connection refused');
  expect(await kidsOf('a')).toEqual(['a']);
  clock.advance(290 * SECOND);
  await expect(kidsOf('a')).rejects.toThrow('connection refused');
});

test('no more than sixteen issuers are asked at the same time', async () => {
  const { state, kidsOf } = issuer();
  let open = () => {};
  state.gate = new Promise((resolve) => {
    open = resolve;
  });
  const all = Array.from({ length: 16 }, (_, i) => kidsOf('a', `${ISSUER}/${i}`));
  await expect(kidsOf('a', `${ISSUER}/16`)).rejects.toThrow('too many identity providers');
  open();
  await Promise.all(all);
  expect(await kidsOf('a', `${ISSUER}/16`)).toEqual(['a']);
});
