import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultSizing, type FlinkJobs, RUNTIMES, type RuntimeName } from '#engine';

export const HAND_JOB = '0123456789abcdef0123456789abcdef';

/** One start. */
export interface Measured {
  readonly ms: number;
  readonly pssMb: number;
  readonly cpuMs: number;
}

export const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

export async function untilRunning(jobs: FlinkJobs, restUrl: string): Promise<void> {
  const deadline = Date.now() + Number(process.env['BENCH_PATIENCE_MS'] ?? 120_000);
  for (;;) {
    if (Date.now() > deadline) throw new Error('not RUNNING within two minutes');
    const job = await jobs.job(restUrl, HAND_JOB);
    if (job?.state === 'RUNNING' && job.allTasksRunning) return;
    if (job?.state === 'FAILED') throw new Error(job.failure?.trace ?? 'the job failed');
    await sleep(50);
  }
}

/** Of all processes together; Linux only. */
export function cost(pids: readonly number[]): { pssMb: number; cpuMs: number } {
  const seen = pids.map((pid) => {
    // Proportional: pages that several processes share, such as the class-data archive's, are counted once.
    const pss = /Pss:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return { pssMb: Number(pss) / 1024, cpuMs: (Number(fields[11]) + Number(fields[12])) * 10 };
  });
  return { pssMb: seen.reduce((sum, each) => sum + each.pssMb, 0), cpuMs: seen.reduce((sum, each) => sum + each.cpuMs, 0) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === 'object' && address ? address.port : 0;
}

/** A cluster by hand: first the JobManager, then the TaskManager, each after the helper JVM of Flink's own scripts. */
export interface HandMade {
  readonly restUrl: string;
  readonly pids: readonly number[];
  readonly taskManagerLog: string;
  kill(): Promise<void>;
  /** Its directory goes. */
  forget(): void;
}

/** Starts it without waiting for the job; `savepoint` is the one to start from. */
export async function handMade(name: RuntimeName, home: string, jar: string, savepoint?: string): Promise<HandMade> {
  const work = mkdtempSync(join(tmpdir(), 'millrace-by-hand-'));
  const [rest, rpc] = [await freePort(), await freePort()];
  const sizing = defaultSizing(1);
  for (const folder of ['conf', 'usrlib', 'log']) mkdirSync(join(work, folder));
  writeFileSync(join(work, 'usrlib/job.jar'), readFileSync(jar));
  const [heap, direct] = [sizing.taskHeapMb + 128, sizing.taskOffHeapMb + 128 + sizing.networkMb];
  const runtime = RUNTIMES[name];
  const options = {
    'jobmanager.rpc.address': '127.0.0.1',
    'jobmanager.rpc.port': rpc,
    'rest.port': rest,
    'taskmanager.host': '127.0.0.1',
    [runtime.keys.backend]: 'rocksdb',
    [runtime.keys.checkpointDirectory]: `file://${work}/checkpoints`,
    'execution.checkpointing.interval': '1 s',
    ...(savepoint && { [runtime.keys.restorePath]: savepoint }),
    'web.refresh-interval': 100,
    'taskmanager.cpu.cores': '1.0',
    'jobmanager.memory.process.size': '1024m',
    'taskmanager.memory.jvm-metaspace.size': '256m',
    'taskmanager.memory.jvm-overhead.min': '192m',
    'taskmanager.memory.jvm-overhead.max': '192m',
    'taskmanager.memory.framework.heap.size': '128m',
    'taskmanager.memory.framework.off-heap.size': '128m',
    'taskmanager.memory.task.heap.size': `${sizing.taskHeapMb}m`,
    'taskmanager.memory.task.off-heap.size': `${sizing.taskOffHeapMb}m`,
    'taskmanager.memory.managed.size': `${sizing.managedMb}m`,
    'taskmanager.memory.network.min': `${sizing.networkMb}m`,
    'taskmanager.memory.network.max': `${sizing.networkMb}m`,
  };
  writeFileSync(
    join(work, 'conf', runtime.configFile),
    Object.entries(options)
      .map(([key, value]) => `${key}: ${value}\n`)
      .join(''),
  );
  writeFileSync(
    join(work, 'conf/log4j.properties'),
    `rootLogger.level = INFO\nrootLogger.appenderRef.file.ref = File\nappender.file.name = File\nappender.file.type = File\nappender.file.fileName = \${sys:log.file}\nappender.file.layout.type = PatternLayout\nappender.file.layout.pattern = %d{UNIX_MILLIS} %-5p %-60c %x - %m%n\n`,
  );
  const classpath = readdirSync(`${home}/lib`)
    .map((file) => `${home}/lib/${file}`)
    .join(':');
  const opens = [
    'java.lang',
    'java.net',
    'java.io',
    'java.nio',
    'java.text',
    'java.time',
    'java.util',
    'java.util.concurrent',
    'java.lang.reflect',
  ];
  const modules = opens.map((each) => `--add-opens=java.base/${each}=ALL-UNNAMED`);
  const env = {
    PATH: process.env['PATH'] ?? '',
    FLINK_LIB_DIR: `${work}/lib`,
    FLINK_PLUGINS_DIR: `${home}/plugins`,
    FLINK_CONF_DIR: `${work}/conf`,
  };
  const helperJar = `${home}/bin/bash-java-utils.jar`;
  const helper = (what: string) => {
    if (!existsSync(helperJar)) return;
    const args = [
      '-cp',
      `${helperJar}:${home}/lib/flink-dist-${runtime.flink}.jar`,
      'org.apache.flink.runtime.util.bash.BashJavaUtils',
      what,
    ];
    execFileSync('java', [...args, '--configDir', `${work}/conf`], { env, stdio: 'ignore' });
  };
  const java = (log: string, memory: readonly string[], main: readonly string[]): ChildProcess =>
    spawn(
      'java',
      [
        ...memory,
        ...modules,
        `-Dlog.file=${work}/log/${log}`,
        `-Dlog4j.configurationFile=file:${work}/conf/log4j.properties`,
        '-cp',
        classpath,
        ...main,
      ],
      {
        cwd: work,
        env,
        stdio: 'ignore',
      },
    );
  helper('GET_JM_RESOURCE_PARAMS');
  const entry = [
    'org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint',
    '--configDir',
    `${work}/conf`,
    '--job-id',
    HAND_JOB,
  ];
  const jobManagerHeap = [`-Xmx${sizing.jobManagerHeapMb}m`, `-Xms${sizing.jobManagerHeapMb}m`, '-XX:MaxMetaspaceSize=256m'];
  const jobManager = java('jm.log', jobManagerHeap, entry);
  helper('GET_TM_RESOURCE_PARAMS');
  const runner = ['org.apache.flink.runtime.taskexecutor.TaskManagerRunner', '--configDir', `${work}/conf`];
  const memory = [`-Xmx${heap}m`, `-Xms${heap}m`, `-XX:MaxDirectMemorySize=${direct}m`, '-XX:MaxMetaspaceSize=256m'];
  const processes = [jobManager, java('tm.log', memory, runner)];
  return {
    restUrl: `http://127.0.0.1:${rest}`,
    pids: processes.map((each) => each.pid ?? 0),
    taskManagerLog: join(work, 'log', 'tm.log'),
    async kill() {
      const living = processes.filter((each) => each.exitCode === null && each.signalCode === null);
      await Promise.all(living.map((each) => each.kill('SIGKILL') && new Promise((gone) => each.once('exit', gone))));
    },
    forget: () => rmSync(work, { recursive: true, force: true }),
  };
}

/** One start by hand, until the job runs. */
export async function byHand(name: RuntimeName, home: string, jar: string, jobs: FlinkJobs): Promise<Measured> {
  const begun = performance.now();
  const cluster = await handMade(name, home, jar);
  try {
    await untilRunning(jobs, cluster.restUrl);
    const ms = performance.now() - begun;
    return { ms, ...cost(cluster.pids) };
  } catch (thrown) {
    process.stderr.write(`tm.log: …${readFileSync(cluster.taskManagerLog, 'utf8').slice(-3000)}\n`);
    throw thrown;
  } finally {
    await cluster.kill();
    cluster.forget();
  }
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
