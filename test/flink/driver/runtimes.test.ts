import { afterAll, describe, expect, it } from 'vitest';
import { isRuntimeName, RUNTIMES, type RuntimeName } from '#engine';
import { counterJar, isAlive, linesOf, rig, specOf, until, untilRunning } from './rig.ts';

const asked = process.env['MILLRACE_TEST_RUNTIMES'] ?? 'FLINK-1_15,FLINK-1_20';
const names: RuntimeName[] = (asked === 'all' ? Object.keys(RUNTIMES) : asked.split(',')).filter(isRuntimeName);

describe.each(names)('%s', (name) => {
  const flink = rig();
  const { driver, jobs } = flink;
  afterAll(() => flink.close());

  it('runs a job, takes a savepoint, stops with one, and leaves no process', async () => {
    await driver.prepare(name, () => {});
    const spec = specOf(name, counterJar(await flink.home(name)));
    const begun = performance.now();
    const spawned = await driver.start(spec);
    expect(spawned.restUrl).toBeDefined();
    const { look, job } = await untilRunning(flink, spec);
    process.stderr.write(`${name}: RUNNING after ${Math.round(performance.now() - begun)} ms\n`);
    expect(job.restarts).toBe(0);
    expect(look).toMatchObject({ attempt: 1, generation: 7, runtime: name, jobId: spec.jobId });
    expect(look.taskManagers.map((each) => each.alive)).toEqual([true]);

    await until('a completed checkpoint', async () => (await driver.lastCheckpoint(spec.clusterId))?.path);
    expect(await jobs.plan(look.restUrl ?? '', spec.jobId)).toContain('count');

    const triggerId = 'fedcba9876543210fedcba9876543210';
    const plain = await jobs.savepoint(look.restUrl ?? '', spec.jobId, {
      triggerId,
      directory: look.savepointDirectory,
      stop: false,
    });
    const taken = await until('the savepoint', async () => {
      const seen = await jobs.savepointOf(look.restUrl ?? '', spec.jobId, plain.triggerId);
      return seen?.state !== 'in-progress' && seen;
    });
    expect(taken).toMatchObject({ state: 'completed', path: expect.stringContaining('/savepoints/savepoint-') });

    const last = await jobs.savepoint(look.restUrl ?? '', spec.jobId, {
      triggerId: triggerId.replace('f', '0'),
      directory: look.savepointDirectory,
      stop: true,
    });
    await until('the stop', async () => {
      const seen = await jobs.savepointOf(look.restUrl ?? '', spec.jobId, last.triggerId);
      return seen?.state === 'completed';
    });
    expect((await jobs.job(look.restUrl ?? '', spec.jobId))?.state).toBe('FINISHED');

    const lines = linesOf(look, 'taskmanager');
    expect(lines.find((line) => line.message.startsWith('count of key'))).toMatchObject({
      messageType: 'INFO',
      applicationVersionId: '3',
    });
    expect(lines.every((line) => line.timestamp > 1.6e12)).toBe(true);

    const pids = [look.jobManager, ...look.taskManagers].map((each) => each?.pid ?? 0);
    await driver.stop(spec.clusterId);
    expect(pids.filter(isAlive)).toEqual([]);
    expect((await driver.look(spec.clusterId))?.exit).toBeDefined();
  });
});
