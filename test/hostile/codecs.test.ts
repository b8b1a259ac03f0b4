import { afterAll, beforeAll, expect, test } from 'vitest';
import { presign } from '#auth';
import { dice } from '../harness/dice.ts';
import { FURNITURE, SAMPLES } from './corpus.ts';
import { mutated, strange } from './mutations.ts';
import { checkRefusal, openWorld, SECONDS, type World } from './world.ts';

const TIMEOUT = { timeout: SECONDS * 1000 + 300_000 };
let world: World;
beforeAll(async () => {
  world = await openWorld();
  for (const plain of FURNITURE) expect((await world.ask(plain)).status).toBe(200);
}, 120_000);
afterAll(() => world?.close());

test('the samples themselves are understood', async () => {
  for (const { name, input, encode } of SAMPLES) {
    const { body } = await world.ask(encode(input));
    expect(body.toString(), name).not.toMatch(
      /SerializationException|MalformedXML|UnknownOperation|InvalidAction|SignatureDoesNotMatch/,
    );
  }
});

/** Eight at a time, as long as there is time; a finding names its seed. */
async function fuzz(attempt: (seed: number) => Promise<void>): Promise<number> {
  const until = Date.now() + SECONDS * 1000;
  let seed = Number(process.env['HOSTILE_SEED'] ?? Date.now() % 1_000_000_000);
  let tried = 0;
  const one = async () => {
    while (Date.now() < until) {
      await attempt(seed++);
      tried++;
    }
  };
  await Promise.all(Array.from({ length: 8 }, one));
  await world.sound();
  console.log(`${tried} tried`);
  return tried;
}

const sample = (roll: (below: number) => number) => SAMPLES[roll(SAMPLES.length)] as (typeof SAMPLES)[number];

test('bodies with changed bytes, well signed, are refused and not stumbled over', TIMEOUT, async () => {
  const tried = await fuzz(async (seed) => {
    const roll = dice(seed);
    const { name, input, encode } = sample(roll);
    const plain = encode(input);
    const body = mutated(Buffer.from(plain.body ?? ''), roll);
    checkRefusal(
      await world.send(world.signed({ ...plain, body })),
      () => `${name}, seed ${seed}: ${body.subarray(0, 600).toString('latin1')}`,
    );
  });
  expect(tried).toBeGreaterThan(100);
});

test('documents with strange values are refused and not stumbled over', TIMEOUT, async () => {
  const tried = await fuzz(async (seed) => {
    const roll = dice(seed);
    const { name, input, encode } = sample(roll);
    const given = strange(input, roll);
    let plain: ReturnType<typeof encode>;
    try {
      plain = encode(given);
    } catch {
      return; // what the client's own encoder refuses
    }
    checkRefusal(await world.send(world.signed(plain)), () => `${name}, seed ${seed}: ${JSON.stringify(given)?.slice(0, 600)}`);
  });
  expect(tried).toBeGreaterThan(100);
});

const META = 'x-amz-meta-words';
/** A header as Node reads it: one line of Latin-1. */
const headerOf = (bytes: Buffer) =>
  bytes
    .toString('latin1')
    .replace(/[^\t\x20-\x7e\x80-\xff]/g, ' ')
    .trim();

test(
  'encoded words with changed bytes are kept, told in words, and mean the same when they are sent again',
  TIMEOUT,
  async () => {
    const word = Buffer.from('=?UTF-8?B?w4TDhA==?= =?iso-8859-1?q?sch=F6n_=3F?= =?utf-16le?B?RNgA3A==?=');
    const tried = await fuzz(async (seed) => {
      const roll = dice(seed);
      const path = `/hostile/words-${seed}`;
      let told = headerOf(mutated(word, roll)).slice(0, 1900);
      for (const round of ['sent', 'again']) {
        const what = () => `${round}, seed ${seed}: ${told}`;
        const put = await world.ask({ service: 's3', method: 'PUT', path, headers: { [META]: told } });
        checkRefusal(put, what);
        if (put.status !== 200) return;
        const { status, head } = await world.ask({ service: 's3', method: 'GET', path });
        if (status !== 200) throw new Error(`${status} ${head} for ${what()}`);
        const answer = new RegExp(`^${META}: ?(.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';
        if (!/^[\t\x20-\x7e]*$/.test(answer) || (round === 'again' && answer !== told))
          throw new Error(`${answer} for ${what()}`);
        told = answer;
      }
    });
    expect(tried).toBeGreaterThan(30);
  },
);

test('parameters of presigned URLs that stand for headers are taken or refused, whatever they say', TIMEOUT, async () => {
  const names = [
    'x-amz-meta-a',
    'x-amz-website-redirect-location',
    'x-amz-tagging',
    'x-amz-copy-source',
    'x-amz-__proto__',
    'if-match',
  ];
  const host = `127.0.0.1:${world.port}`;
  const tried = await fuzz(async (seed) => {
    const roll = dice(seed);
    const value = mutated(Buffer.from('/hostile/é=1&b\r\nx: y'), roll).subarray(0, 1500).toString();
    const path = `/hostile/parameters-${seed}`;
    const query = `${names[roll(names.length)]}=${encodeURIComponent(value)}`;
    const scope = { region: 'us-east-1', service: 's3', now: Date.now() };
    const url = presign({ method: 'PUT', path, query, headers: { host } }, world.server.reach.credentials, scope, 60);
    const bytes = Buffer.from(`PUT ${path}?${url} HTTP/1.1\r\nhost: ${host}\r\ncontent-length: 0\r\n\r\n`);
    const what = () => `seed ${seed}: ${query}`;
    const put = await world.send(bytes);
    checkRefusal(put, what);
    if (put?.status === 200) checkRefusal(await world.ask({ service: 's3', method: 'GET', path }), what);
  });
  expect(tried).toBeGreaterThan(30);
});

test('whole requests with changed bytes are refused and not stumbled over', TIMEOUT, async () => {
  const tried = await fuzz(async (seed) => {
    const roll = dice(seed);
    const { name, input, encode } = sample(roll);
    const bytes = mutated(world.signed(encode(input)), roll);
    checkRefusal(await world.send(bytes), () => `${name}, seed ${seed}: ${bytes.subarray(0, 900).toString('latin1')}`);
  });
  expect(tried).toBeGreaterThan(30);
});

test('queries and headers of a signed request with changed bytes are refused', TIMEOUT, async () => {
  const tried = await fuzz(async (seed) => {
    const roll = dice(seed);
    const text = world
      .signed({ service: 's3', method: 'GET', path: '/hostile', query: 'list-type=2&prefix=a' })
      .toString('latin1');
    const names = ['authorization', 'x-amz-date', 'x-amz-content-sha256', 'GET '];
    const at = text.indexOf(names[roll(names.length)] ?? '');
    const end = text.indexOf('\r\n', at);
    const line = mutated(Buffer.from(text.slice(at, end), 'latin1'), roll)
      .toString('latin1')
      .replace(/[\r\n]/g, ' ');
    const bytes = Buffer.from(text.slice(0, at) + line + text.slice(end), 'latin1');
    checkRefusal(await world.send(bytes), () => `seed ${seed}: ${bytes.subarray(0, 900).toString('latin1')}`);
  });
  expect(tried).toBeGreaterThan(30);
});
