/**
 * What changes the shape of a running job, on real Flink: several TaskManagers, autoscaling by its measured CPU (with datapoints of
 * a second instead of a minute), maintenance. The counts stay exact.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import {
  type ApplicationConfigurationUpdate,
  ListApplicationOperationsCommand,
  UpdateApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isAlive } from '#storage';
import { until } from '../application/stand.ts';
import { counterJar, rig } from '../driver/rig.ts';
import { APP, createCounter, exactSince, highest, runs, sayings, stand, start, update, version } from '../state/counted.ts';

const flink = rig();
const millrace = resolve(import.meta.dirname, '../../../millrace');
beforeAll(async () => {
  const jar = readFileSync(counterJar(await flink.home('FLINK-1_20')));
  await createCounter({ 'app.jar': jar }, 'FLINK-1_20', { up: { MILLRACE_AUTOSCALING_PERIOD: '0' } });
});
afterAll(async () => {
  await stand.down();
  await flink.close();
});

const parallelism = (parallelism: number, perKpu: number, autoScaling = false): ApplicationConfigurationUpdate => ({
  FlinkApplicationConfigurationUpdate: {
    ParallelismConfigurationUpdate: {
      ConfigurationTypeUpdate: 'CUSTOM',
      ParallelismUpdate: parallelism,
      ParallelismPerKPUUpdate: perKpu,
      AutoScalingEnabledUpdate: autoScaling,
    },
  },
});
const taskManagers = async () =>
  (await stand.status(APP))?.processes.filter((each) => each.alive && each.name.startsWith('taskmanager')).length;
const current = async () => {
  const { ApplicationConfigurationDescription: described } = await stand.describe(APP);
  return described?.FlinkApplicationConfigurationDescription?.ParallelismConfigurationDescription?.CurrentParallelism;
};
const newest = async () => {
  const { ApplicationOperationInfoList: all } = await stand.aws.analytics.send(
    new ListApplicationOperationsCommand({ ApplicationName: APP, Limit: 1 }),
  );
  return all?.[0];
};

test('one TaskManager per KPU: three for a parallelism of five, two slots each', async () => {
  await exactSince(await start());
  expect(await taskManagers()).toBe(1);
  await update(parallelism(5, 2));
  expect([await taskManagers(), await current()]).toEqual([3, 5]);
});

test('and back to one', async () => {
  await update(parallelism(1, 1));
  expect([await taskManagers(), await current()]).toEqual([1, 1]);
});

test('maintenance: stopped with its state and started again, in the status and operation of that name; no new version', async () => {
  await exactSince(Date.now());
  const before = await version();
  const since = Date.now();
  await promisify(execFile)(millrace, ['maintenance', APP, '--data', stand.data]);
  expect((await stand.describe(APP)).ApplicationStatus).toBe('MAINTENANCE');
  await runs();
  await exactSince(since);
  expect(await version()).toBe(before);
  expect(await newest()).toMatchObject({ Operation: 'ApplicationMaintenance', OperationStatus: 'SUCCESSFUL' });
});

/** Another Millrace over the running job, where so many CPUs are a KPU and a datapoint takes so many seconds. */
async function measuredBy(kpuCpus: string, period: string): Promise<void> {
  const server = stand.serverPid;
  process.kill(server, 'SIGKILL');
  await until('the end of Millrace', async () => !isAlive(server));
  await stand.up({ MILLRACE_AUTOSCALING_PERIOD: period, MILLRACE_KPU_CPUS: kpuCpus });
}

/** Under that measure, the application becomes as parallel as that by itself. */
async function scales(from: number, to: number, [kpuCpus, period]: [string, string], seconds: number): Promise<void> {
  expect([await current(), await taskManagers()]).toEqual([from, from]);
  const before = await version();
  await measuredBy(kpuCpus, period);
  await until(`CurrentParallelism ${to}`, async () => (await current()) === to, seconds);
  // by the same measure it would be scaled on and on; and this kill comes in the middle of AUTOSCALING
  await measuredBy('1', '0');
  await runs();
  const since = Date.now();
  const old = highest(await sayings());
  expect(highest(await exactSince(since))).toBeGreaterThan(old);
  expect([await current(), await taskManagers(), await version()]).toEqual([to, to, before]);
  expect(await newest()).toMatchObject({ OperationStatus: 'SUCCESSFUL' });
}

test('autoscaling doubles a busy job', async () => {
  // costs the job nothing: it goes on as it is
  await stand.aws.analytics.send(
    new UpdateApplicationCommand({
      ApplicationName: APP,
      CurrentApplicationVersionId: await version(),
      ApplicationConfigurationUpdate: parallelism(1, 1, true),
    }),
  );
  await runs();
  await scales(1, 2, ['0.05', '1'], 240);
});

test('and halves an idle one, not below Parallelism', async () => {
  // of so many CPUs no moment of 200 ms in which a JVM collects or compiles is a tenth, on any machine: 360 of them come one after the other
  await scales(2, 1, ['64', '0.2'], 300);
});
