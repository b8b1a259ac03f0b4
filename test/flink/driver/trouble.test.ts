import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, describe, expect, it } from 'vitest';
import { counterJar, isAlive, linesOf, mainJar, rig, specOf, until, untilRunning } from './rig.ts';

const RUNTIME = 'FLINK-1_20';

describe('a cluster in trouble', () => {
  const flink = rig();
  const { driver, jobs } = flink;
  afterAll(() => flink.close());

  it('a killed TaskManager is replaced and the job recovers', async () => {
    const spec = specOf(RUNTIME, counterJar(await flink.home(RUNTIME)), { clusterId: 'tm' });
    await driver.start(spec);
    const { look } = await untilRunning(flink, spec);
    await until('a checkpoint', () => driver.lastCheckpoint('tm'));
    const victim = look.taskManagers[0]?.pid ?? 0;
    const exited = driver.wait('tm', AbortSignal.timeout(10_000));
    const begun = performance.now();
    process.kill(victim, 'SIGKILL');
    await exited;
    expect(performance.now() - begun).toBeLessThan(1000);
    expect((await driver.look('tm'))?.taskManagers).toMatchObject([{ name: 'taskmanager-1', alive: false }]);

    const healed = await driver.ensure(spec);
    expect(healed.taskManagers).toMatchObject([{ name: 'taskmanager-2', alive: true }]);
    expect(await driver.ensure(spec)).toEqual(healed);
    const job = await until('the recovery', async () => {
      const seen = await jobs.job(healed.restUrl ?? '', spec.jobId);
      return seen?.state === 'RUNNING' && seen.allTasksRunning && seen.restarts > 0 && seen;
    });
    process.stderr.write(`TaskManager: recovered after ${Math.round(performance.now() - begun)} ms\n`);
    expect(job.failure?.trace).toBeTruthy();
    await driver.stop('tm');
  });

  it('a killed JobManager is told of, and a new attempt goes on from the last checkpoint', async () => {
    const spec = specOf(RUNTIME, counterJar(await flink.home(RUNTIME)), { clusterId: 'jm' });
    await driver.start(spec);
    const { look } = await untilRunning(flink, spec);
    const first = await until('a checkpoint', () => driver.lastCheckpoint('jm'));
    await until('a later checkpoint', async () => ((await driver.lastCheckpoint('jm'))?.id ?? 0) > first.id + 1);
    process.kill(look.jobManager?.pid ?? 0, 'SIGKILL');
    const dead = await until('its end', async () => {
      const seen = await driver.look('jm');
      return seen?.exit && seen;
    });
    expect(dead.restUrl).toBeUndefined();
    expect(dead.exit?.signal).toBe('SIGKILL');
    await expect(driver.ensure(spec)).rejects.toMatchObject({ code: 'ClusterGone' });

    const last = await driver.lastCheckpoint('jm');
    expect(last?.jobId).toBe(spec.jobId);
    const next = specOf(RUNTIME, counterJar(await flink.home(RUNTIME)), {
      clusterId: 'jm',
      attempt: 2,
      jobId: 'abcdef0123456789abcdef0123456789',
      restore: { path: last?.path ?? '', allowNonRestoredState: false },
    });
    await driver.start(next);
    const { look: second } = await untilRunning(flink, next);
    expect(isAlive(look.taskManagers[0]?.pid ?? 0)).toBe(false);
    const counts = await until('a count', async () => {
      const said = linesOf(second, 'taskmanager').filter((line) => line.message.startsWith('count of key'));
      return said.length > 0 && said;
    });
    // A key's first number is always said: had the state been lost, "is 1" would be there.
    expect(counts.filter((line) => line.message.endsWith(' is 1'))).toEqual([]);
    await driver.remove('jm');
    expect(await driver.look('jm')).toBeUndefined();
  });

  it('what main() throws is the reason', async () => {
    const jar = mainJar(await flink.home(RUNTIME), 'throw new IllegalStateException("no such \\"stream\\": clicks");');
    const spec = specOf(RUNTIME, jar, { clusterId: 'main' });
    await driver.start(spec);
    await driver.wait('main', AbortSignal.timeout(60_000));
    const { exit } = (await driver.look('main')) ?? {};
    expect(exit?.reason).toBe(
      'org.apache.flink.client.program.ProgramInvocationException: The main method caused an error: no such "stream": clicks',
    );
    expect(exit?.trace).toContain('java.lang.IllegalStateException: no such "stream": clicks\n\tat Main.main(Main.java:1)');
    await driver.stop('main');
  });

  it('a JAR without main class is the reason', async () => {
    const spec = specOf(RUNTIME, mainJar(await flink.home(RUNTIME), '', false), { clusterId: 'manifest' });
    await driver.start(spec);
    await driver.wait('manifest', AbortSignal.timeout(60_000));
    expect((await driver.look('manifest'))?.exit?.reason).toMatch(/manifest|entry class/i);
    await driver.stop('manifest');
  });

  it('is adopted by a new driver, which also buries what has no record', async () => {
    const spec = specOf(RUNTIME, counterJar(await flink.home(RUNTIME)), { clusterId: 'adopted' });
    await driver.start(spec);
    const { look } = await untilRunning(flink, spec);
    const stray = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600_000)', '--', `-Dmillrace.root=${flink.root}`], {
      detached: true,
      stdio: 'ignore',
    });
    const gone = once(stray, 'exit');
    const second = flink.again();
    const [adopted] = (await second.list()).filter((each) => each.clusterId === 'adopted');
    expect(adopted).toEqual(look);
    expect((await gone)[1]).toBe('SIGKILL');
    const exited = second.wait('adopted', AbortSignal.timeout(20_000));
    process.kill(look.taskManagers[0]?.pid ?? 0, 'SIGKILL');
    await exited;
    expect((await second.ensure(spec)).taskManagers).toMatchObject([{ name: 'taskmanager-2', alive: true }]);
    await second.setLogLevel('adopted', 'ERROR');
    await second.stop('adopted');
    expect(isAlive(look.jobManager?.pid ?? 0)).toBe(false);
  });
});
