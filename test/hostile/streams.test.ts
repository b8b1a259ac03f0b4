/** Kinesis and what it is told: numbers that name places, iterators that nobody gave, documents that lie about their length. */
import { cbor } from '@smithy/core/cbor';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dice } from '../harness/dice.ts';
import { openWorld, SECONDS, type World } from './world.ts';

const TIMEOUT = { timeout: SECONDS * 1000 + 300_000 };
const SHARDS = 3;
const KEYS = 2n ** 128n;
type Body = Record<string, unknown>;
interface Told {
  readonly status: number;
  readonly body: Body;
  readonly code: string;
}

let world: World;
beforeAll(async () => {
  world = await openWorld();
  for (const [StreamName, ShardCount] of [
    ['s', SHARDS],
    ['other', 1],
  ] as const) {
    expect((await ask('CreateStream', { StreamName, ShardCount })).status).toBe(200);
  }
  await new Promise((done) => setTimeout(done, 500));
}, 120_000);
afterAll(() => world?.close());

async function send(operation: string, form: 'json' | 'cbor', body: Buffer): Promise<Told> {
  const headers = { 'content-type': `application/x-amz-${form}-1.1`, 'x-amz-target': `Kinesis_20131202.${operation}` };
  const answer = await world.ask({ service: 'kinesis', headers, body });
  const value =
    answer.body.length === 0 ? {} : form === 'json' ? JSON.parse(answer.body.toString()) : cbor.deserialize(answer.body);
  return { status: answer.status, body: value as Body, code: String((value as Body)['__type'] ?? '') };
}
const ask = (operation: string, input: Body): Promise<Told> => send(operation, 'json', Buffer.from(JSON.stringify(input)));
const shard = (number: number) => `shardId-${String(number).padStart(12, '0')}`;
const iteratorOf = async (more: Body = {}) => {
  const from = { StreamName: 's', ShardId: shard(0), ShardIteratorType: 'TRIM_HORIZON', ...more };
  return ask('GetShardIterator', from);
};

/** As long as there is time; a finding names its seed. */
async function fuzz(attempt: (roll: (below: number) => number, seed: number) => Promise<void>): Promise<void> {
  const until = Date.now() + SECONDS * 1000;
  let seed = Number(process.env['HOSTILE_SEED'] ?? Date.now() % 1_000_000_000);
  const one = async () => {
    while (Date.now() < until) {
      const mine = seed++;
      await attempt(dice(mine), mine);
    }
  };
  await Promise.all(Array.from({ length: 8 }, one));
  await world.sound();
}

const digits = (roll: (below: number) => number, count: number) => Array.from({ length: count }, () => roll(10)).join('');

test('an explicit hash key leads to the shard that has it, or nowhere', TIMEOUT, async () => {
  const edges = [0n, 1n, KEYS / 3n - 1n, KEYS / 3n, (KEYS / 3n) * 2n, KEYS - 1n, KEYS, KEYS + 1n, 10n ** 39n - 1n].map(String);
  const nonsense = [
    '',
    '00',
    '01',
    '-1',
    '+1',
    '1.0',
    '1e3',
    ' 1',
    '1 ',
    '0x1',
    '٣',
    '１',
    '1\n',
    '9'.repeat(40),
    'NaN',
    '\u0000',
  ];
  await fuzz(async (roll, seed) => {
    const kinds = [() => edges[roll(edges.length)], () => nonsense[roll(nonsense.length)], () => digits(roll, 1 + roll(41))];
    const ExplicitHashKey = String(kinds[roll(kinds.length)]?.());
    const told = await ask('PutRecord', { StreamName: 's', Data: '', PartitionKey: 'k', ExplicitHashKey });
    const said = `${JSON.stringify(ExplicitHashKey)}, seed ${seed}`;
    if (!/^(0|[1-9]\d{0,38})$/.test(ExplicitHashKey))
      expect([told.status, told.code], said).toEqual([400, 'ValidationException']);
    else if (BigInt(ExplicitHashKey) >= KEYS) expect(told.code, said).toBe('InvalidArgumentException');
    else {
      const size = KEYS / BigInt(SHARDS);
      const number = Math.min(SHARDS - 1, Number(BigInt(ExplicitHashKey) / size));
      expect([told.status, told.body['ShardId']], said).toEqual([200, shard(number)]);
    }
  });
});

test('partition keys of any characters come back, half characters as the sign for what is none', TIMEOUT, async () => {
  const pieces = ['a', '\u0000', 'ü', '\ud800', '\udc00', '\u{1F600}', '\uffff', '\u202e', '"', '\\', '\u2028', 'é'];
  await fuzz(async (roll, seed) => {
    const PartitionKey = Array.from({ length: roll(300) }, () => pieces[roll(pieces.length)]).join('');
    const Data = Buffer.from(String(seed)).toString('base64');
    const told = await ask('PutRecord', { StreamName: 'other', Data, PartitionKey });
    if (told.status !== 200) {
      expect(told.code, `seed ${seed}`).toBe('ValidationException');
      expect(PartitionKey === '' || [...PartitionKey].length > 256 || PartitionKey.length > 256, `seed ${seed}`).toBe(true);
      return;
    }
    const at = {
      StreamName: 'other',
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      StartingSequenceNumber: told.body['SequenceNumber'],
    };
    const { body } = await iteratorOf(at);
    const got = await ask('GetRecords', { ShardIterator: body['ShardIterator'], Limit: 1 });
    expect(got.body['Records'], `seed ${seed}`).toMatchObject([{ Data, PartitionKey: Buffer.from(PartitionKey).toString() }]);
  });
});

test('a sequence number leads to records of its shard, not before it, or nowhere', TIMEOUT, async () => {
  const numbers: string[] = [];
  for (let i = 0; i < 20; i++) {
    const { body } = await ask('PutRecord', { StreamName: 's', Data: '', PartitionKey: 'k', ExplicitHashKey: '0' });
    numbers.push(String(body['SequenceNumber']));
  }
  const types = ['AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER'];
  await fuzz(async (roll, seed) => {
    const known = numbers[roll(numbers.length)] ?? '';
    const at = roll(known.length);
    const kinds = [
      known,
      known.slice(0, at) + digits(roll, 1) + known.slice(at + 1),
      known.slice(0, at),
      known + digits(roll, 1 + roll(70)),
      digits(roll, 1 + roll(129)),
      String(BigInt(known) + (1n << BigInt(roll(186))) * (roll(2) === 0 ? 1n : -1n)),
      ['0', '-1', '', 'x', '1e56', 'TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP', 'SHARD_END'][roll(9)] ?? '',
    ];
    const StartingSequenceNumber = kinds[roll(kinds.length)] ?? '';
    const said = `${StartingSequenceNumber}, seed ${seed}`;
    const { status, body, code } = await iteratorOf({ ShardIteratorType: types[roll(2)], StartingSequenceNumber });
    if (status !== 200) return expect(['InvalidArgumentException', 'ValidationException'], said).toContain(code);
    const read = await ask('GetRecords', { ShardIterator: body['ShardIterator'], Limit: 5 });
    expect(read.status, said).toBe(200);
    for (const record of read.body['Records'] as { SequenceNumber: string }[]) {
      // the counter decides; below it lies the moment of arrival, which a reader need not know
      const counter = (number: string) => (BigInt(number) >> 80n) & (2n ** 64n - 1n);
      expect(counter(record.SequenceNumber) >= counter(StartingSequenceNumber), said).toBe(true);
    }
    const ordered = { StreamName: 's', Data: '', PartitionKey: 'k', SequenceNumberForOrdering: StartingSequenceNumber };
    expect((await ask('PutRecord', ordered)).status, said).toBeLessThan(500);
  });
});

/** Whoever names another account's stream is asked for his rights first, whether the rest is true or not. */
const NONE = new Set(['InvalidArgumentException', 'AccessDeniedException']);
test('an iterator that was changed is none', TIMEOUT, async () => {
  await ask('PutRecord', { StreamName: 's', Data: '', PartitionKey: 'k', ExplicitHashKey: '0' });
  const given = String((await iteratorOf()).body['ShardIterator']);
  const bytes = Buffer.from(given, 'base64');
  expect((await ask('GetRecords', { ShardIterator: given })).status).toBe(200);
  const swap = (from: string, to: string) => Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1').toString('base64');
  const meant = [
    swap('000000000000', '000000000001'),
    swap('/s/', '/t/'),
    swap('us-east-1', 'us-west-2'),
    given.slice(0, -4),
    `${given}AAAA`,
    `${given}=`,
    given.replaceAll('/', '_'),
    `'${given}'`,
    `""${given}""`,
    '"',
    '""',
    Buffer.alloc(60).toString('base64'),
  ].filter((text) => text !== given);
  for (const ShardIterator of meant) {
    const { status, code } = await ask('GetRecords', { ShardIterator });
    expect([status, NONE.has(code)], `${code} for ${ShardIterator}`).toEqual([400, true]);
  }
  await fuzz(async (roll, seed) => {
    const changed = Buffer.from(bytes);
    const at = roll(changed.length);
    changed[at] = (changed[at] ?? 0) ^ (1 << roll(8));
    const { status, code } = await ask('GetRecords', { ShardIterator: changed.toString('base64') });
    expect([status, NONE.has(code)], `${code} for byte ${at}, seed ${seed}`).toEqual([400, true]);
  });
});

/** Bytes written by hand: what no encoder would. */
const hex = (...parts: (string | Buffer)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'hex') : part)));
const text = (value: string) => hex(Buffer.of(0x60 + value.length), Buffer.from(value));
const FIELDS = [text('StreamName'), text('s'), text('PartitionKey'), text('k')];

test('CBOR in unusual but lawful forms is understood', async () => {
  const data = text('Data');
  const lawful: Record<string, Buffer> = {
    'a map without a length': hex('bf', ...FIELDS, data, '4178', 'ff'),
    'bytes in pieces': hex('a3', ...FIELDS, data, '5f', '4178', '40', '4179', 'ff'),
    'no bytes in no pieces': hex('a3', ...FIELDS, data, '5fff'),
    'no bytes': hex('a3', ...FIELDS, data, '40'),
    'a text in pieces': hex('a3', text('StreamName'), '7f', '6173', '60', 'ff', text('PartitionKey'), text('k'), data, '4178'),
    'a length longer than it need be': hex('b90003', ...FIELDS, data, '5b0000000000000001', '78'),
    'a tag that says nothing new': hex('d9d9f7', 'a3', ...FIELDS, data, '4178'),
    'a member that is null': hex('a4', ...FIELDS, data, '4178', text('ExplicitHashKey'), 'f6'),
    'members nobody knows': hex('a4', ...FIELDS, data, '4178', text('Whatever'), '9f', 'a0', '80', 'f7', 'fa7fc00000', 'ff'),
  };
  for (const [name, body] of Object.entries(lawful)) {
    const { status, code } = await send('PutRecord', 'cbor', body);
    expect([status, code], name).toEqual([200, '']);
  }
});

test('CBOR that lies or never ends is refused at once', async () => {
  const data = text('Data');
  const map = (...rest: string[]) => hex('a3', ...FIELDS, data, ...rest);
  const lies: Record<string, Buffer> = {
    'bytes of 2^63': map('5b8000000000000000', '78'),
    'bytes of 4 GiB': map('5affffffff', '78'),
    'bytes of 2^64 - 1': map('5bffffffffffffffff'),
    'a text of 2^53': hex('a1', '7b0020000000000000', '78'),
    'a list of 2^32': map('9affffffff', '00'),
    'a map of 2^64': hex('bbffffffffffffffff', ...FIELDS),
    'pieces of another kind': map('5f', '6178', 'ff'),
    'pieces within pieces': map('5f', '5f4178ff', 'ff'),
    'pieces without an end': map('5f', '4178'),
    'an end without a beginning': map('ff'),
    'lists in lists without an end': Buffer.alloc(1_000_000, 0x81),
    'endless lists in lists': Buffer.alloc(1_000_000, 0x9f),
    'maps in maps': Buffer.concat(Array.from({ length: 100_000 }, () => hex('a16161'))),
    'tags on tags': Buffer.alloc(1_000_000, 0xc1),
    'a reserved length': map('5c', '78'),
    'a reserved simple value': map('f800'),
    'bytes after the end': hex(map('4178'), '00'),
    'a name that is a number': hex('a1', '00', '00'),
    'a name that is bytes': hex('a1', '4153', '00'),
    'a name that is a list': hex('a1', '80', '00'),
    'a number for bytes': map('1b7fffffffffffffff'),
    'a text for bytes': map('6178'),
    'an instant for bytes': map('c11a00000000'),
    'a bignum': map('c2', '49', 'ffffffffffffffffff'),
    'half of a number': map('19ff'),
    'a number instead of a document': hex('00'),
    'a list instead of a document': hex('80'),
    'a list of everything': hex('9f', ...FIELDS, 'ff'),
  };
  for (const [name, body] of Object.entries(lies)) {
    const began = Date.now();
    const { status, code } = await send('PutRecord', 'cbor', body);
    expect(status, `${name}: ${code}`).toBe(name === 'a bignum' ? status : 400);
    expect(status, name).toBeLessThan(500);
    expect(Date.now() - began, name).toBeLessThan(5000);
  }
  await world.sound();
});

test('records without bytes are records, alone and by the hundred', async () => {
  const Records = Array.from({ length: 500 }, (_, i) => ({ Data: '', PartitionKey: String(i) }));
  expect((await ask('PutRecords', { StreamName: 's', Records })).body['FailedRecordCount']).toBe(0);
  expect((await ask('PutRecords', { StreamName: 's', Records: [] })).code).toBe('ValidationException');
  let found = 0;
  for (let number = 0; number < SHARDS; number++) {
    let { body } = await iteratorOf({ ShardId: shard(number) });
    for (let next = body['ShardIterator']; ; next = body['NextShardIterator']) {
      body = (await ask('GetRecords', { ShardIterator: next })).body;
      const records = body['Records'] as { Data: string; PartitionKey: string }[];
      found += new Set(
        records.filter(({ Data, PartitionKey }) => Data === '' && /^\d+$/.test(PartitionKey)).map((r) => r.PartitionKey),
      ).size;
      if (records.length === 0) break;
    }
  }
  expect(found).toBe(500);
});
