/**
 * What failure looks like, on real Flink: docs/guide/troubleshooting.md says what is asserted here. By default a representative few;
 * MILLRACE_TEST_FAILURES=all runs every mode of the job, or names some; MILLRACE_TEST_RUNTIMES says on which runtimes.
 */
import { StartApplicationCommand, StopApplicationCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isRuntimeName, RUNTIMES } from '#engine';
import { Stand, until } from '../application/stand.ts';
import { rig } from '../driver/rig.ts';
import { troubleJar } from './jar.ts';

/** How main() can fail, and the reason that is told everywhere. */
const STARTS: Record<string, RegExp> = {
  throws: /ProgramInvocationException: The main method caused an error: no stream of that name/,
  exits: /ProgramInvocationException: The main method caused an error: Flink user code attempted to exit JVM/,
  'submits-nothing': /ApplicationExecutionException: The application contains no execute\(\) calls/,
  'main-linkage': /java\.lang\.NoSuchMethodError: .*Library\.newer/,
  'main-heap': /java\.lang\.OutOfMemoryError: Java heap space/,
  'port-taken': /ProgramInvocationException: The main method caused an error: Address already in use/,
  settings:
    /The main method caused an error: Not allowed configuration change\(s\) were detected:\n( - .*\n){2} - .*checkpointing\.timeout/,
  blocks: /^Flink job did not start within a total timeout of 45 seconds for application: blocks under account: 000000000000$/,
};
/** How a running job can fail: what the log stream has, and Flink's newest reason in `status`. */
const RUNS: Record<string, { logged: RegExp; reason: RegExp }> = {
  'crash-loop': { logged: /record 100 cannot be read/, reason: /IllegalStateException: record 100 cannot be read/ },
  'gives-up': { logged: /suppresses job restarts/, reason: /IllegalStateException: this will never work/ },
  linkage: { logged: /NoSuchMethodError/, reason: /NoSuchMethodError: .*Library\.newer/ },
  heap: { logged: /OutOfMemoryError: Java heap space/, reason: /TaskManager|TaskExecutor|RemoteTransport/ },
  metaspace: { logged: /OutOfMemoryError: Metaspace/, reason: /TaskManager|TaskExecutor|RemoteTransport/ },
  direct: {
    logged: /OutOfMemoryError: (Direct buffer memory|Cannot reserve)/,
    reason: /TaskManager|TaskExecutor|RemoteTransport/,
  },
};

const asked = process.env['MILLRACE_TEST_FAILURES'] ?? 'settings,main-linkage,crash-loop,heap,finishes';
const chosen = (modes: string[]) => modes.filter((mode) => asked === 'all' || asked.split(',').includes(mode));
const runtimes = (process.env['MILLRACE_TEST_RUNTIMES'] ?? 'FLINK-1_20').split(',').filter(isRuntimeName);

describe.each(runtimes)('%s', (runtime) => {
  const stand = new Stand();
  let roleArn: string;
  beforeAll(async () => {
    await stand.up({ MILLRACE_MAIN_LIMIT: '45' });
    const flink = rig();
    await stand.bucketWith({ 'trouble.jar': troubleJar(await flink.home(runtime)) });
    await flink.close();
    roleArn = await stand.role('exec');
    await stand.allow('exec', ['s3:GetObject', 'logs:Describe*', 'logs:PutLogEvents']);
  });
  afterAll(() => stand.down());

  const started = async (mode: string) => {
    await stand.createApplication(mode, roleArn, 'trouble.jar', { runtime, properties: { mode, port: stand.port } });
    return (await stand.aws.analytics.send(new StartApplicationCommand({ ApplicationName: mode }))).OperationId;
  };
  const logs = (mode: string, what: RegExp) =>
    until(`${what} in the log stream`, async () => (await stand.logged(mode, '')).find((line) => what.test(line)));

  // Flink guards its configuration from 1.19 on; before, AWS and Flink overrule the program silently.
  const starts = chosen(Object.keys(STARTS)).filter((mode) => mode !== 'settings' || RUNTIMES[runtime].guardsProgramConfig);
  test.each(starts)('%s: the start fails, and operation, log stream and status say why', async (mode) => {
    const reason = STARTS[mode] ?? /^$/;
    const operation = await started(mode);
    await stand.reaches(mode, 'READY');
    const told = await stand.operation(mode, operation);
    expect(told).toEqual({ status: 'FAILED', error: expect.stringMatching(reason) });
    expect(told.error?.length).toBeLessThanOrEqual(512);
    const record = JSON.parse(await logs(mode, /failed to transition the application/)) as { message: string };
    expect(record).toMatchObject({
      messageType: 'ERROR',
      errorCode: 'CodeError.InvalidApplicationCode',
      applicationVersionId: 1,
    });
    expect(record.message.split('the following error. ')[1]).toMatch(reason);
    const status = await stand.status(mode);
    expect(status).toMatchObject({ status: 'READY', lastFailure: expect.stringMatching(reason) });
    expect(status?.processes.filter(({ alive }) => alive)).toEqual([]);
  });

  test.each(chosen(Object.keys(RUNS)))('%s: RUNNING, and log stream and status say that it is not well', async (mode) => {
    const { logged, reason } = RUNS[mode] ?? { logged: /^$/, reason: /^$/ };
    const operation = await started(mode);
    await stand.reaches(mode, 'RUNNING');
    await logs(mode, logged);
    const status = await until(`restarts of ${mode}`, async () => {
      const seen = await stand.status(mode);
      return (seen?.job?.restarts ?? 0) > 0 && seen?.lastFailure !== undefined && seen;
    });
    expect(status.lastFailure).toMatch(reason);
    expect((await stand.describe(mode)).ApplicationStatus).toBe('RUNNING');
    expect(await stand.operation(mode, operation)).toEqual({ status: 'SUCCESSFUL', error: undefined });
    await stand.aws.analytics.send(new StopApplicationCommand({ ApplicationName: mode, Force: true }));
    await stand.reaches(mode, 'READY');
  });

  test.each(chosen(['finishes']))('%s: a job that comes to its end leaves its application READY', async (mode) => {
    const operation = await started(mode);
    await until('READY after RUNNING', async () => {
      const { status } = await stand.operation(mode, operation);
      return status === 'SUCCESSFUL' && (await stand.describe(mode)).ApplicationStatus === 'READY';
    });
    await logs(mode, /switched from state RUNNING to FINISHED/);
    const status = await stand.status(mode);
    expect(status).not.toHaveProperty('lastFailure');
    expect(status?.processes.filter(({ alive }) => alive)).toEqual([]);
  });
});
