/** PyFlink on real Flink, through the API: a ZIP as it is made for AWS. Fetches 500 MB from PyPI the first time. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  DescribeApplicationOperationCommand,
  StartApplicationCommand,
  StopApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Stand, until } from '../application/stand.ts';
import { zipOf } from './zip.ts';

const example = resolve(import.meta.dirname, '../../../examples/pyflink-kinesis');
const RUN_OPTIONS = 'kinesis.analytics.flink.run.options';
const ALLOWED = ['s3:GetObject', 'kinesis:*', 'logs:Describe*', 'logs:PutLogEvents'];
const stand = new Stand();
let roleArn: string;

const PRINTING = `import json, os, pathlib
from pyflink.datastream import StreamExecutionEnvironment
path = '/etc/flink/application_properties.json'
groups = json.loads(pathlib.Path(path).read_text())
assert os.path.exists(path) and not os.path.exists('/etc/flink/other.json')
print('groups', sorted(group['PropertyGroupId'] for group in groups))
print('endpoint', os.environ['AWS_ENDPOINT_URL'], 'credentials', 'AWS_CONTAINER_CREDENTIALS_FULL_URI' in os.environ)
`;

beforeAll(async () => {
  execFileSync(join(example, 'package.sh'), { stdio: 'pipe' });
  await stand.up();
  await stand.bucketWith({
    'app.zip': readFileSync(join(example, 'target/pyflink-kinesis.zip')),
    'raises.zip': zipOf({ 'main.py': `${PRINTING}raise ValueError('no such luck')\n` }),
    'empty.zip': zipOf({ 'other.py': '' }),
    'no.zip': Buffer.from('this is no ZIP'),
  });
  await stand.streams('in', 'out');
  roleArn = await stand.role('exec');
  await stand.allow('exec', ALLOWED);
});
afterAll(() => stand.down());

const start = (ApplicationName: string) => stand.aws.analytics.send(new StartApplicationCommand({ ApplicationName }));
/** RUNNING, or at once the reason why it will not be. */
const runs = (seconds = 240) =>
  until(
    'rater RUNNING',
    async () => {
      const { ApplicationStatus } = await stand.describe('rater');
      if (ApplicationStatus === 'READY') throw new Error(JSON.stringify(await stand.logged('rater', 'failed to transition')));
      return ApplicationStatus === 'RUNNING';
    },
    seconds,
  );
const order = (id: string, amount: number | null) => stand.put('in', JSON.stringify({ id, amount }));
const rating = async (id: string, seconds = 120): Promise<unknown> => {
  const rows = () => stand.records('out').then((all) => all.map((text) => JSON.parse(text) as { id: string; rating: string }));
  return (await until(`${id} rated`, async () => (await rows()).find((row) => row.id === id), seconds)).rating;
};

async function failedStart(
  name: string,
  key: string,
  options: Record<string, string>,
): Promise<{ told: string; logged: string }> {
  await stand.createApplication(name, roleArn, key, { groups: { [RUN_OPTIONS]: options } });
  const { OperationId } = await start(name);
  await stand.reaches(name, 'READY', 900);
  const { ApplicationOperationInfoDetails: info } = await stand.aws.analytics.send(
    new DescribeApplicationOperationCommand({ ApplicationName: name, OperationId }),
  );
  expect(info?.OperationStatus).toBe('FAILED');
  const [logged = ''] = await until('the service record', async () => {
    const lines = await stand.logged(name, 'failed to transition');
    return lines.length > 0 && lines;
  });
  expect(JSON.parse(logged)).toMatchObject({ messageType: 'ERROR', errorCode: 'CodeError.InvalidApplicationCode' });
  return { told: info?.OperationFailureDetails?.ErrorInfo?.ErrorString ?? '', logged };
}

test('the example runs: a Python function between two Kinesis streams', async () => {
  await stand.createApplication('rater', roleArn, 'app.zip', {
    properties: { 'aws.region': 'us-east-1', 'input.stream': 'in', 'output.stream': 'out' },
    groups: { [RUN_OPTIONS]: { python: 'main.py', jarfile: 'lib/pyflink-dependencies.jar', pyFiles: 'dep/' } },
  });
  await start('rater');
  await runs(900);
  await order('a', 5000);
  expect(await rating('a')).toBe('large');
});

test('stopped with a snapshot and started again it goes on where it was', async () => {
  await stand.stop('rater');
  await order('b', 5);
  await start('rater');
  await runs();
  expect(await rating('b')).toBe('small');
  expect((await stand.records('out')).map((text) => (JSON.parse(text) as { id: string }).id)).toEqual(['a', 'b']);
});

test('an exception in a Python function is in the log stream, with its traceback', async () => {
  await order('c', null);
  const [line = ''] = await until('the traceback', async () => {
    const lines = await stand.logged('rater', '"an order without an amount cannot be rated"');
    return lines.length > 0 && lines;
  });
  expect(line).toContain('Traceback (most recent call last)');
  expect((await stand.describe('rater')).ApplicationStatus).toBe('RUNNING');
  await stand.aws.analytics.send(new StopApplicationCommand({ ApplicationName: 'rater', Force: true }));
  await stand.reaches('rater', 'READY');
});

test('an exception in the program fails the start with its traceback, everywhere', async () => {
  const { told, logged } = await failedStart('raises', 'raises.zip', { python: 'main.py' });
  for (const said of [told, logged]) {
    expect(said).toMatch(/ValueError: no such luck/);
    expect(said).toMatch(/Traceback \(most recent call last\)/);
  }
  const printed = await stand.logged('raises', '');
  expect(printed.some((line) => line.includes("groups ['kinesis.analytics.flink.run.options']"))).toBe(true);
  expect(printed.some((line) => /endpoint http:\/\/127\.0\.0\.1:\d+ credentials True/.test(line))).toBe(true);
});

test.each([
  ['missing-script', 'empty.zip', { python: 'main.py' }, /main\.py, named by "python" .* is not in the application code/],
  ['outside', 'empty.zip', { python: '../../main.py' }, /is not in the application code/],
  ['missing-jar', 'empty.zip', { python: 'other.py', jarfile: 'lib/x.jar' }, /lib\/x\.jar, named by "jarfile"/],
  ['no-zip', 'no.zip', { python: 'main.py' }, /not a ZIP file/],
])('%s is a failed start that says so', async (name, key, options, told) => {
  expect((await failedStart(name, key, options as Record<string, string>)).told).toMatch(told);
});
