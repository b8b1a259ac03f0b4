/**
 * PyFlink on the runtimes that MILLRACE_TEST_RUNTIMES names (FLINK-1_20), each on the Python that Millrace finds for it: a program
 * without connectors, with a function and keyed state in Python. Each runtime fetches its packages from PyPI the first time.
 */
import { StartApplicationCommand, StopApplicationCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRuntimeName, RUNTIMES } from '#engine';
import { Stand, until } from '../application/stand.ts';
import { zipOf } from './zip.ts';

const runtimes = (process.env['MILLRACE_TEST_RUNTIMES'] ?? 'FLINK-1_20').split(',').filter(isRuntimeName);
const stand = new Stand();
let roleArn: string;

/** Numbers come in order, so the count of the only key is the number plus one, unless state was lost or counted twice. */
const PROGRAM = `import logging, sys, time
from pyflink.common import Types, WatermarkStrategy
from pyflink.datastream import KeyedProcessFunction, RuntimeContext, StreamExecutionEnvironment
from pyflink.datastream.connectors.number_seq import NumberSequenceSource
from pyflink.datastream.state import ValueStateDescriptor

class Count(KeyedProcessFunction):
    def open(self, context: RuntimeContext):
        self.count = context.get_state(ValueStateDescriptor('count', Types.LONG()))

    def process_element(self, number, context):
        time.sleep(0.002)
        now = (self.count.value() or 0) + 1
        self.count.update(now)
        if now % 50 == 0:
            logging.info('python %d.%d counted %d at %d', *sys.version_info[:2], now, number)
        yield now

env = StreamExecutionEnvironment.get_execution_environment()
numbers = env.from_source(NumberSequenceSource(0, 10**9), WatermarkStrategy.no_watermarks(), 'numbers', Types.LONG())
numbers.key_by(lambda number: 'all').process(Count(), Types.LONG()).uid('count')
env.execute('counter')
`;

beforeAll(async () => {
  await stand.up();
  await stand.bucketWith({ 'app.zip': zipOf({ 'main.py': PROGRAM }) });
  roleArn = await stand.role('exec');
  await stand.allow('exec', ['s3:GetObject', 'logs:Describe*', 'logs:PutLogEvents']);
});
afterAll(() => stand.down());

test.each(runtimes)('%s: a Python function counts, and goes on counting after a stop', async (runtime) => {
  const name = runtime.replace('_', '-');
  const run = { 'kinesis.analytics.flink.run.options': { python: 'main.py' } };
  await stand.createApplication(name, roleArn, 'app.zip', { runtime, groups: run });
  const start = async () => {
    await stand.aws.analytics.send(new StartApplicationCommand({ ApplicationName: name }));
    await until(
      `${name} RUNNING`,
      async () => {
        const { ApplicationStatus } = await stand.describe(name);
        if (ApplicationStatus === 'READY') throw new Error(`${await stand.logged(name, 'failed to transition')}`);
        return ApplicationStatus === 'RUNNING';
      },
      900,
    );
  };
  const counts = async () =>
    (await stand.logged(name, 'counted')).flatMap((line) => {
      const said = /python (\d+\.\d+) counted (\d+) at (\d+)/.exec(line);
      return said ? [{ python: said[1], count: Number(said[2]), number: Number(said[3]) }] : [];
    });
  await start();
  const before = await until('a count', async () => (await counts()).at(-1), 300);
  expect(RUNTIMES[runtime].python).toContain(before.python);
  await stand.stop(name);
  const stopped = (await counts()).length;
  await start();
  await until('a count after the stop', async () => (await counts()).length > stopped + 1, 300);
  expect((await counts()).filter(({ count, number }) => count !== number + 1)).toEqual([]);
  await stand.aws.analytics.send(new StopApplicationCommand({ ApplicationName: name, Force: true }));
  await stand.reaches(name, 'READY');
});
