import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import { afterAll, expect, test } from 'vitest';
import { alarmClient, refusal } from './alarm-client.ts';
import { ACCOUNT, ROOT } from './served.ts';

const client = await alarmClient();
const { root, user, served } = client;
afterAll(() => client.close());

const put = (DashboardName: string, body: unknown, more: Partial<cloudwatch.PutDashboardCommandInput> = {}) =>
  root.send(
    new cloudwatch.PutDashboardCommand({
      DashboardName,
      DashboardBody: typeof body === 'string' ? body : JSON.stringify(body),
      ...more,
    }),
  );
const get = (DashboardName: string) => root.send(new cloudwatch.GetDashboardCommand({ DashboardName }));
const list = async (DashboardNamePrefix?: string) =>
  (await root.send(new cloudwatch.ListDashboardsCommand({ DashboardNamePrefix }))).DashboardEntries ?? [];
const remove = (...DashboardNames: string[]) => root.send(new cloudwatch.DeleteDashboardsCommand({ DashboardNames }));
const arn = (name: string) => `arn:aws:cloudwatch::${ACCOUNT}:dashboard/${name}`;

const PROPERTIES = { metrics: [['AWS/EC2', 'CPUUtilization', 'InstanceId', 'i-1']], region: 'us-east-1' };
const metric = (properties: unknown = PROPERTIES) => ({ type: 'metric', x: 0, y: 0, width: 6, height: 6, properties });
const of = (...metrics: unknown[]) => ({ widgets: [metric({ ...PROPERTIES, metrics })] });

/** `path: sentence` of each problem, checked to be told twice: in the sentence and in the error's list. */
async function problems(body: unknown): Promise<string[]> {
  try {
    await put('wrong', body);
  } catch (thrown) {
    const error = thrown as cloudwatch.DashboardInvalidInputError;
    expect(error.name).toBe('DashboardInvalidInputError');
    const told = error.dashboardValidationMessages ?? [];
    const listed = told.map(({ DataPath, Message }) => ({ dataPath: DataPath, message: Message }));
    expect(error.message).toBe(
      `The dashboard body is invalid, there are ${told.length} validation errors:\n${JSON.stringify(listed, null, 2)}`,
    );
    return told.map(({ DataPath, Message }) => `${DataPath}: ${Message}`);
  }
  return [];
}

// recorded: localstack tests/aws/services/cloudwatch, test_dashboard_lifecycle
test('a dashboard from put to delete', async () => {
  const body = JSON.stringify({ widgets: [metric()] });
  expect((await put('one', body)).DashboardValidationMessages).toEqual([]);
  expect(await get('one')).toMatchObject({ DashboardArn: arn('one'), DashboardBody: body, DashboardName: 'one' });
  const entry = { DashboardArn: arn('one'), DashboardName: 'one', LastModified: expect.any(Date), Size: body.length };
  expect(await list()).toEqual([entry]);
  expect([await list('on'), await list('two')]).toEqual([[entry], []]);
  await put('one', { widgets: [] });
  expect((await get('one')).DashboardBody).toBe('{"widgets":[]}');
  await put('two', { widgets: [] });
  // aws: as many as possible are deleted — API reference, DeleteDashboards
  // the SDK takes the error's name from the code of old, which several shapes share
  expect(await refusal(remove('one', 'missing'))).toBe('ResourceNotFound (404): Dashboard missing does not exist');
  expect((await list()).map(({ DashboardName }) => DashboardName)).toEqual(['two']);
  await remove('two');
  expect(await list()).toEqual([]);
  // observed: hashicorp/terraform-provider-aws issue 25548
  expect(await refusal(get('two'))).toBe('ResourceNotFound (404): Dashboard two does not exist');
});

test('is the same in every region, and listed in pages of a thousand', async () => {
  const names = Array.from({ length: 1001 }, (_, i) => `many-${String(i).padStart(4, '0')}`);
  await Promise.all(names.map((name) => put(name, { widgets: [] })));
  const west = new cloudwatch.CloudWatchClient({ endpoint: served.endpoint, region: 'us-west-2', credentials: ROOT });
  const first = await west.send(new cloudwatch.ListDashboardsCommand({ DashboardNamePrefix: 'many-' }));
  const { NextToken } = first;
  const rest = await west.send(new cloudwatch.ListDashboardsCommand({ DashboardNamePrefix: 'many-', NextToken }));
  expect([first.DashboardEntries?.length, rest.DashboardEntries?.map(({ DashboardName }) => DashboardName)]).toEqual([
    1000,
    ['many-1000'],
  ]);
  expect(rest.NextToken).toBeUndefined();
  west.destroy();
}, 30_000);

test('names', async () => {
  // recorded: localstack tests/aws/services/cloudwatch, test_invalid_dashboard_name
  expect(await refusal(put('a b', { widgets: [] }))).toBe(
    'InvalidParameterValueException (400): The value for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).\n',
  );
  expect(await refusal(put('a'.repeat(256), { widgets: [] }))).toBe(
    'InvalidParameterValueException (400): The value for field DashboardName is longer than 255 characters.',
  );
});

test.each([['{'], ['[]'], ['null'], ['"x"'], ['']])('a body that is no JSON object: %s', async (body) => {
  expect(await refusal(put('x', body))).toMatch(
    /^DashboardInvalidInputError \(400\): The field DashboardBody must be a valid JSON object$/,
  );
});

test.each<[string, unknown, string[]]>([
  // observed: aws/aws-cdk issue 31393
  [
    'no source',
    { widgets: [metric({ view: 'timeSeries', region: 'us-east-1' })] },
    [
      "/widgets/0/properties: Should have required property 'metrics'",
      '/widgets/0/properties: The metric widget should have specified a region and a data source or an alarm annotation',
      "/widgets/0/properties: Should have required property 'annotations'",
    ],
  ],
  // observed: pulumi/pulumi issue 13059
  [
    'metrics that are flat',
    of('AWS/EC2', 'CPUUtilization'),
    ['0', '1'].flatMap((i) => [
      `/widgets/0/properties/metrics/${i}: Should be array`,
      `/widgets/0/properties/metrics/${i}: Field "metrics" has to be an array of array of strings, with an optional metricRenderer object as last element`,
    ]),
  ],
  // observed: aws/aws-cdk issues 5026 and 31066
  [
    'a colour that is none',
    of(['a', 'b', { color: 'red' }]),
    ['/widgets/0/properties/metrics/0: Should NOT have more than 2 items'],
  ],
  [
    'a renderer that is none',
    of(['a', 'b'], ['a', 'b', { stat: 'Sum', dimensions: { c: 'd' } }]),
    ['/widgets/0/properties/metrics/1: Should NOT have more than 2 items'],
  ],
  [
    'half a dimension',
    of(['a', 'b', 'c', { stat: 'Sum' }]),
    ['/widgets/0/properties/metrics/0: Should NOT have more than 3 items'],
  ],
  // observed: empty texts are told of in this way
  [
    'an empty value',
    of(['a', 'b', 'c', '']),
    ['/widgets/0/properties/metrics/0/3: Invalid metric field type, only "String" type is allowed'],
  ],
  // observed: gchq/sleeper issue 2160
  ['too many widgets', { widgets: Array(501).fill(metric()) }, ['/widgets: Should NOT have more than 500 items']],
  // observed: aws-solutions-library-samples/guidance-for-automating-network-monitoring-and-alerting-on-aws issue 7
  [
    'no alarms',
    { widgets: [{ type: 'alarm', properties: { alarms: [] } }] },
    ['/widgets/0/properties/alarms: Should NOT have less than 1 items'],
  ],
  ['no widgets', {}, [": Should have required property 'widgets'"]],
  ['an end alone', { widgets: [], end: '2020-01-01T00:00:00Z' }, [": Should have required property 'start'"]],
  [
    'a kind that is none',
    { widgets: [{ type: 'x', properties: {} }] },
    ['/widgets/0/type: Should be equal to one of the allowed values'],
  ],
  [
    'places beyond the grid',
    { widgets: [{ ...metric(), x: 24, width: 25, height: 0.5 }] },
    ['/widgets/0/x: Should be <= 23', '/widgets/0/width: Should be <= 24', '/widgets/0/height: Should be integer'],
  ],
  [
    'x alone',
    { widgets: [{ type: 'text', x: 1, properties: { markdown: '' } }] },
    ["/widgets/0: Should have required property 'y'"],
  ],
  ['no region', { widgets: [metric({ metrics: [] })] }, ["/widgets/0/properties: Should have required property 'region'"]],
  [
    'a variable without input',
    { widgets: [], variables: [{ type: 'property', id: 'a b' }] },
    ["/variables/0: Should have required property 'inputType'", '/variables/0/id: Should match pattern "^[0-9A-Za-z_-]{1,32}$"'],
  ],
])('%s', async (_, body, expected) => {
  expect(await problems(body)).toEqual(expected);
});

// the examples of the API reference, Dashboard Body Structure and Syntax
test.each<[string, unknown]>([
  [
    'metrics with shorthand, renderers and an expression',
    of(
      ['AWS/EC2', 'DiskReadBytes', 'InstanceId', 'i-123', { id: 'm1' }],
      ['.', '.', '.', 'i-abc', { id: 'm2', yAxis: 'right', color: '#aaa', visible: false }],
      [{ expression: 'SUM(METRICS())', label: 'Sum of DiskReadbytes', id: 'e3' }],
      ['a', 'b', { stat: 'p99', period: 60 }],
    ),
  ],
  ['an alarm annotation', { widgets: [metric({ annotations: { alarms: ['arn1'] }, region: 'r' })] }],
  [
    'a band',
    {
      widgets: [metric({ ...PROPERTIES, annotations: { horizontal: [[{ value: 1, label: 'a' }, { value: 2 }], { value: 3 }] } })],
    },
  ],
  [
    'texts, logs and alarms',
    {
      start: '-PT6H',
      periodOverride: 'inherit',
      widgets: [
        { type: 'text', properties: { markdown: '# hi', background: 'transparent' } },
        { type: 'log', x: 12, y: 24, properties: { region: 'us-east-1', query: "SOURCE 'a' | fields @message", view: 'table' } },
        { type: 'alarm', properties: { alarms: ['a'], sortBy: 'timestamp', states: ['ALARM'] } },
      ],
    },
  ],
  [
    'a variable',
    { widgets: [], variables: [{ type: 'property', property: 'region', inputType: 'input', id: 'region', visible: true }] },
  ],
])('%s is let through', async (_, body) => {
  expect(await problems(body)).toEqual([]);
});

test('tags and permissions', async () => {
  await put('tagged', { widgets: [] }, { Tags: [{ Key: 'a', Value: 'b' }] });
  const ResourceARN = arn('tagged');
  const tags = async () => (await root.send(new cloudwatch.ListTagsForResourceCommand({ ResourceARN }))).Tags;
  await put('tagged', { widgets: [] }, { Tags: [{ Key: 'late', Value: 'b' }] });
  expect(await tags()).toEqual([{ Key: 'a', Value: 'b' }]);
  await root.send(new cloudwatch.TagResourceCommand({ ResourceARN, Tags: [{ Key: 'c', Value: 'd' }] }));
  await root.send(new cloudwatch.UntagResourceCommand({ ResourceARN, TagKeys: ['a'] }));
  expect(await tags()).toEqual([{ Key: 'c', Value: 'd' }]);
  const missing = new cloudwatch.TagResourceCommand({ ResourceARN: arn('gone'), Tags: [] });
  expect(await refusal(root.send(missing))).toBe(`ResourceNotFoundException (404): There is no ${arn('gone')}.`);

  served.allow({ Action: 'cloudwatch:GetDashboard', Resource: ResourceARN });
  const mine = (DashboardName: string) => user.send(new cloudwatch.GetDashboardCommand({ DashboardName }));
  expect((await mine('tagged')).DashboardName).toBe('tagged');
  expect(await refusal(mine('other'))).toContain(
    `not authorized to perform: cloudwatch:GetDashboard on resource: ${arn('other')}`,
  );
  const deleting = user.send(new cloudwatch.DeleteDashboardsCommand({ DashboardNames: ['tagged'] }));
  expect(await refusal(deleting)).toContain('not authorized to perform: cloudwatch:DeleteDashboards');
});
