import { afterAll, beforeAll, expect, it } from 'vitest';
import { NOW, openTestLogs, type TestLogs } from '../../../../test/harness/logs.ts';
import { addressOf, inSubnet } from './ip.ts';

// Queries in the forms of AWS's sample queries and of its pages on functions and structures — CloudWatch Logs User Guide
let logs: TestLogs;
const LINES = [
  { '@type': 'REPORT', memorySize: 512_000_000, maxMemoryUsed: 128_000_000, srcAddr: '192.0.2.17', bytes: 3000 },
  { '@type': 'REPORT', memorySize: 512_000_000, maxMemoryUsed: 256_000_000, srcAddr: '10.1.2.3', bytes: 1000 },
  { srcAddr: '2001:db8::1', users: [{ action: 'PutData' }, { action: 'GetData' }], 'user-agent': { name: 'cli' } },
  { inner: '{"status_code": 200, "users": [{"action": "PutData"}, {"action": "Delete"}]}' },
].map((line) => JSON.stringify(line));

beforeAll(async () => {
  logs = await openTestLogs();
  await logs.ask('CreateLogGroup', { logGroupName: 'g' });
  await logs.ask('CreateLogStream', { logGroupName: 'g', logStreamName: 's' });
  await logs.put('g', 's', NOW, ...LINES);
});
afterAll(() => logs.close());

async function rows(queryString: string): Promise<Record<string, string>[]> {
  return (await answered(queryString)).map(({ '@ptr': _, ...fields }) => fields);
}
const pointers = async (queryString: string) => (await answered(queryString)).map((row) => row['@ptr']);

async function answered(queryString: string): Promise<Record<string, string>[]> {
  const range = { startTime: NOW / 1000 - 60, endTime: NOW / 1000 + 60 };
  const { queryId = '' } = await logs.ask('StartQuery', { logGroupName: 'g', ...range, queryString });
  for (;;) {
    const { status, results = [] } = await logs.ask('GetQueryResults', { queryId });
    if (status === 'Complete') {
      return results.map((row) => Object.fromEntries(row.map(({ field = '', value = '' }) => [field, value])));
    }
    if (status === 'Failed') throw new Error('the query failed');
    await new Promise((done) => setImmediate(done));
  }
}

it.each<[string, Record<string, string>[]]>([
  // the sample for Lambda: columns that compute, and that know those before them
  [
    'stats max(memorySize / 1000 / 1000) as provisioned, max(maxMemoryUsed / 1000 / 1000) as used, provisioned - used as over',
    [{ provisioned: '512', used: '256', over: '256' }],
  ],
  ['stats sum(bytes) / count(bytes) as mean, avg(bytes) as avg', [{ mean: '2000', avg: '2000' }]],
  ['filter isIpv4InSubnet(srcAddr, "192.0.2.0/24") | fields srcAddr', [{ srcAddr: '192.0.2.17' }]],
  ['filter isIpInSubnet(srcAddr, "2001:db8::/32") | fields srcAddr', [{ srcAddr: '2001:db8::1' }]],
  ['filter isValidIpv6(srcAddr) | stats count(*) as n', [{ n: '1' }]],
  ['filter isValidIp(srcAddr) and not isValidIpv4(srcAddr) | stats count(*) as n', [{ n: '1' }]],
  // structures
  ['filter users[1].action = "GetData" | fields users.0.action', [{ 'users.0.action': 'PutData' }]],
  [
    'fields jsonParse(inner) as j | filter j.status_code = 200 | display j.users[1].action, jsonStringify(j.users[0]) as first',
    [{ 'j.users[1].action': 'Delete', first: '{"action":"PutData"}' }],
  ],
  [
    'fields jsonParse(inner) as j | filter ispresent(inner) | unnest j.users into user | display user.action',
    [{ 'user.action': 'PutData' }, { 'user.action': 'Delete' }],
  ],
  [
    'unnest users into user | filter ispresent(user) | stats count(*) by user.action | sort user.action',
    [
      { 'user.action': 'GetData', 'count(*)': '1' },
      { 'user.action': 'PutData', 'count(*)': '1' },
    ],
  ],
  ['fields jsonParse("no JSON") as j | filter ispresent(j)', []],
  ['filter bytes in[1000, 7] | stats count(*) as n', [{ n: '1' }]],
])('%s', async (query, expected) => {
  expect(await rows(query)).toEqual(expected);
});

it.each(['stats bytes', 'stats nosuch(bytes)', 'stats bytes - sum(bytes) as x', 'unnest users', 'unnest users into'])(
  '%s is refused',
  async (query) => {
    await expect(rows(query)).rejects.toMatchObject({ code: 'MalformedQueryException' });
  },
);

it('a row points to its event', async () => {
  const [row] = await pointers('filter ispresent(users) | fields srcAddr');
  const { logRecord } = await logs.ask('GetLogRecord', { logRecordPointer: row ?? '' });
  expect(logRecord).toMatchObject({
    '@message': LINES[2],
    '@timestamp': String(NOW + 2),
    '@logStream': 's',
    '@ptr': row,
    srcAddr: '2001:db8::1',
    'users.1.action': 'GetData',
    'user-agent.name': 'cli',
  });
  for (const none of ['', 'nonsense', Buffer.from('["g","s","0",0]').toString('base64')]) {
    await expect(logs.ask('GetLogRecord', { logRecordPointer: none })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  }
});

it('addresses and their networks', () => {
  const bits = ['1.2.3.4', '::', '::ffff:1.2.3.4', 'fe80::1:2', '1:2:3:4:5:6:7:8'].map((text) => addressOf(text)?.bits);
  expect(bits).toEqual([32, 128, 128, 128, 128]);
  for (const none of ['', '1.2.3', '1.2.3.256', '01.2.3.4', '1:2:3', ':::', '1::2::3', '12345::', '1:2:3:4:5:6:7:8:9', 'x']) {
    expect([none, addressOf(none)]).toEqual([none, undefined]);
  }
  expect(inSubnet('10.255.0.1', '10.0.0.0/8')).toBe(true);
  expect(inSubnet('11.0.0.1', '10.0.0.0/8')).toBe(false);
  expect(inSubnet('1.2.3.4', '0.0.0.0/0')).toBe(true);
  expect(inSubnet('::1', '0.0.0.0/0')).toBe(false);
  for (const subnet of ['10.0.0.0', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', 'x/8']) {
    expect(inSubnet('10.0.0.1', subnet)).toBeUndefined();
  }
});
