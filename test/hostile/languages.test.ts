import { afterAll, beforeAll, expect, test } from 'vitest';
import { FURNITURE } from './corpus.ts';
import { type Answer, checkRefusal, FORM, openWorld, type Plain, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  for (const plain of FURNITURE) expect((await world.ask(plain)).status).toBe(200);
}, 120_000);
afterAll(() => world?.close());

const json = (service: string, target: string, input: object, version = '1.1'): Plain => ({
  service,
  headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': target },
  body: JSON.stringify(input),
});
const xml = (subresource: string, body: string, method = 'PUT'): Plain => ({
  service: 's3',
  method,
  path: '/hostile',
  query: subresource,
  body,
});
/** Metadata of as many words as AWS takes bytes. */
const words = (word: string): Plain => ({
  service: 's3',
  method: 'PUT',
  path: '/hostile/words',
  headers: { 'x-amz-meta-words': word.repeat(2000 / word.length).trim() },
});
const metrics = (Expression: string) =>
  json(
    'monitoring',
    'GraniteServiceVersion20100801.GetMetricData',
    { StartTime: 1, EndTime: 3600, MetricDataQueries: [{ Id: 'a', Expression }] },
    '1.0',
  );
const logs = (operation: string, input: object) =>
  json('logs', `Logs_20140328.${operation}`, { logGroupName: 'hostile', ...input });
const iam = (Action: string, input: Record<string, string>): Plain => ({
  service: 'iam',
  headers: FORM,
  body: new URLSearchParams({ Action, Version: '2010-05-08', ...input }).toString(),
});
const userPolicy = (PolicyDocument: string) => iam('PutUserPolicy', { UserName: 'hostile', PolicyName: 'p', PolicyDocument });
const allow = (more: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', ...more }] });

const MANY = 20_000;
const nested = (open: string, middle: string, close: string, times = MANY) => open.repeat(times) + middle + close.repeat(times);

/** What a parser that recurses falls over, and what one that looks back too often never ends with. */
const ATTACKS: Readonly<Record<string, Plain>> = {
  'nested JSON': json('kinesis', 'Kinesis_20131202.PutRecords', JSON.parse(nested('[', '', ']', 3000))),
  'nested JSON text': { ...json('kinesis', 'Kinesis_20131202.PutRecords', {}), body: nested('{"a":', '1', '}', 200_000) },
  'nested CBOR': {
    service: 'kinesis',
    headers: { 'content-type': 'application/x-amz-cbor-1.1', 'x-amz-target': 'Kinesis_20131202.PutRecords' },
    body: Buffer.alloc(200_000, 0x81),
  },
  'CBOR that claims to be long': {
    service: 'kinesis',
    headers: { 'content-type': 'application/x-amz-cbor-1.1', 'x-amz-target': 'Kinesis_20131202.PutRecords' },
    body: Buffer.from('bf67526563 6f726473 9bffffffffffffffff'.replaceAll(' ', ''), 'hex'),
  },
  'nested XML': xml('cors=', nested('<a>', '', '</a>')),
  'XML comments without end': xml('cors=', `<CORSConfiguration>${'<!--'.repeat(60_000)}`),
  'XML sections without end': xml('cors=', `<CORSConfiguration>${'<![CDATA['.repeat(30_000)}`),
  'XML quotes across elements': xml('cors=', `<CORSConfiguration>${'<a "'.repeat(60_000)}`),
  'XML quotes that never close': xml('cors=', `<CORSConfiguration><a ${`"x" '`.repeat(40_000)}`),
  'XML instructions without end': xml('cors=', `<CORSConfiguration>${'<?'.repeat(100_000)}`),
  'XML of many attributes': xml('cors=', `<CORSConfiguration ${'a="b" '.repeat(30_000)}></CORSConfiguration>`),
  'XML entities': xml(
    'cors=',
    '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><CORSConfiguration>&c;</CORSConfiguration>',
  ),
  'an XML entity of a file': xml(
    'cors=',
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><CORSConfiguration>&x;</CORSConfiguration>',
  ),
  'a website of many rules': xml(
    'website=',
    `<WebsiteConfiguration><IndexDocument><Suffix>i</Suffix></IndexDocument><RoutingRules>${'<RoutingRule><Redirect/></RoutingRule>'.repeat(5000)}</RoutingRules></WebsiteConfiguration>`,
  ),
  'a website of nested rules': xml('website=', `<WebsiteConfiguration>${nested('<RoutingRules><RoutingRule>', '', '', 5000)}`),
  'words that never end': words('=?UTF-8?Q?'),
  'words without space between them': words('=?UTF-8?B?====?='),
  'words of unknown letters': words('=?x?q?=?= '),
  'words of one bit': words('=?utf-16?B?2A==?=\t'),
  'nested query parameters': iam('CreateUser', { [`UserName${'.a'.repeat(MANY)}`]: 'x' }),
  'many query parameters': {
    service: 'iam',
    headers: FORM,
    body: `Action=CreateUser&Version=2010-05-08&${'a=b&'.repeat(200_000)}`,
  },
  'a nested metric expression': metrics(nested('(', '1', ')')),
  'a metric expression of many signs': metrics(`${'-'.repeat(MANY)}1`),
  'a metric expression of many functions': metrics(nested('ABS(', '1', ')')),
  'a metric expression of many lists': metrics(nested('[', '1', ']')),
  'a nested search': metrics(`SEARCH('${nested('(', 'a', ')')}', 'Sum', 60)`),
  'an alarm rule of many NOTs': json(
    'monitoring',
    'GraniteServiceVersion20100801.PutCompositeAlarm',
    { AlarmName: 'c', AlarmRule: `${'NOT '.repeat(2500)}TRUE` },
    '1.0',
  ),
  'a nested alarm rule': json(
    'monitoring',
    'GraniteServiceVersion20100801.PutCompositeAlarm',
    { AlarmName: 'c', AlarmRule: nested('(', 'TRUE', ')', 5000) },
    '1.0',
  ),
  'a nested filter pattern': logs('FilterLogEvents', { filterPattern: `{ ${nested('(', '$.a = 1', ')', 500)} }` }),
  'a filter pattern of a long path': logs('FilterLogEvents', { filterPattern: `{ $${'[0]'.repeat(300)} = 1 }` }),
  'a filter pattern of many stars': logs('FilterLogEvents', { filterPattern: `{ $.a = "${'*a'.repeat(400)}" }` }),
  'a filter pattern with a regular expression': logs('FilterLogEvents', { filterPattern: `%${'(a*)*'.repeat(100)}b%` }),
  'a nested query of logs': logs('StartQuery', {
    startTime: 1,
    endTime: 2_000_000_000,
    queryString: `filter ${nested('(', '1', ')', 4000)}`,
  }),
  'a query of logs of many signs': logs('StartQuery', {
    startTime: 1,
    endTime: 2_000_000_000,
    queryString: `filter ${'not '.repeat(2400)}1`,
  }),
  'a query of logs with a regular expression': logs('StartQuery', {
    startTime: 1,
    endTime: 2_000_000_000,
    queryString: `filter @message like /${'(a*)*'.repeat(1000)}b/`,
  }),
  'a nested policy': userPolicy(nested('[', '', ']')),
  'a nested statement': userPolicy(allow({ Action: JSON.parse(nested('[', '', ']', 3000)) })),
  'a nested condition': userPolicy(allow({ Condition: JSON.parse(nested('{"a":', '1', '}', 3000)) })),
  'a policy of many stars': userPolicy(allow({ Resource: `arn:aws:s3:::${'*a'.repeat(900)}` })),
  'a policy of many variables': userPolicy(allow({ Resource: `arn:aws:s3:::${'${'.repeat(900)}` })),
  'a policy of colons in variables': userPolicy(allow({ Resource: `${'${:'.repeat(600)}` })),
  'a subscription filter policy': {
    service: 'sns',
    headers: FORM,
    body: new URLSearchParams({
      Action: 'Subscribe',
      Version: '2010-03-31',
      TopicArn: 'arn:aws:sns:us-east-1:000000000000:hostile',
      Protocol: 'email',
      Endpoint: 'a@example.com',
      'Attributes.entry.1.key': 'FilterPolicy',
      'Attributes.entry.1.value': nested('{"a":', '["x"]', '}', 5000),
    }).toString(),
  },
  'a message of many levels': {
    service: 'sns',
    headers: FORM,
    body: new URLSearchParams({
      Action: 'Publish',
      Version: '2010-03-31',
      TopicArn: 'arn:aws:sns:us-east-1:000000000000:hostile',
      MessageStructure: 'json',
      Message: nested('{"default":', '1', '}', MANY),
    }).toString(),
  },
};

/** No attack, and no policy, costs more than this of the processors; by the clock it may take longer where others work, too. */
const MOST_SECONDS = 10;

test.each(Object.keys(ATTACKS))('%s does no harm', async (name) => {
  const before = world.processorSeconds();
  const answer = (await world.send(world.signed(ATTACKS[name] as Plain))) as Answer | undefined;
  checkRefusal(answer, () => name);
  expect(answer?.body.toString() ?? '').not.toContain('root:x:0:0');
  await world.sound();
  expect(world.processorSeconds() - before).toBeLessThan(MOST_SECONDS);
});

test('a policy made to be slow is not', async () => {
  const before = world.processorSeconds();
  const stars = `arn:aws:s3:::hostile/${'*a'.repeat(200)}b`;
  const deny = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: stars }],
  };
  expect((await world.ask(xml('policy=', JSON.stringify(deny)))).status).toBeLessThan(300);
  for (let i = 0; i < 20; i++) {
    const { status } = await world.ask({ service: 's3', method: 'GET', path: `/hostile/${'a'.repeat(1000)}` });
    expect(status).toBe(404);
  }
  expect(world.processorSeconds() - before).toBeLessThan(MOST_SECONDS);
});
