import { describe, expect, it } from 'vitest';
import type { ClusterSpec, RuntimeName } from '../drivers/contract.ts';
import { RUNTIMES } from '../runtimes.ts';
import { jobManagerPlan, type Launch, taskManagerPlan } from './jvm.ts';
import { layoutOf } from './layout.ts';
import { log4jText } from './log4j.ts';
import { defaultSizing } from './memory.ts';
import { configText, flinkDuration, flinkOptions } from './options.ts';

const spec = (over: Partial<ClusterSpec> = {}): ClusterSpec => ({
  clusterId: 'a-1',
  attempt: 2,
  generation: 3,
  runtime: 'FLINK-1_20',
  jobId: 'ab'.repeat(16),
  job: { kind: 'jar', jarPath: '/jobs/x.jar' },
  parallelism: 4,
  slotsPerTaskManager: 2,
  taskManagers: 2,
  checkpoint: { enabled: true, intervalMs: 60_000, minPauseMs: 5000 },
  log: {
    level: 'INFO',
    applicationArn: 'arn:aws:kinesisanalytics:us-east-1:000000000000:application/x',
    applicationVersionId: 5,
  },
  propertyGroups: [],
  environment: {},
  sizing: defaultSizing(2),
  configuration: {},
  ...over,
});

const layout = layoutOf('/data/flink', 'a-1', 2);
const ports = { rest: 40_001, rpc: 40_002 };
const options = (runtime: RuntimeName, over: Partial<ClusterSpec> = {}) =>
  flinkOptions(spec({ runtime, ...over }), RUNTIMES[runtime], layout, ports);

describe('the configuration of a cluster', () => {
  it('leads S3A to the application’s role where its own chain does not', () => {
    const key = 'fs.s3a.aws.credentials.provider';
    expect(options('FLINK-1_15')[key]).toMatch(/,com\.amazonaws\.auth\.EC2ContainerCredentialsProviderWrapper$/);
    expect(options('FLINK-1_18')).not.toHaveProperty([key]);
  });

  it('says MSF settings in each version’s own words', () => {
    expect(options('FLINK-1_15')).toMatchObject({
      'state.backend': 'rocksdb',
      'state.backend.incremental': 'true',
      'state.backend.local-recovery': 'true',
      'state.checkpoints.dir': 'file:///data/flink/a-1/checkpoints',
      'restart-strategy': 'fixed-delay',
      'restart-strategy.fixed-delay.delay': '10 s',
      'akka.retry-gate-closed-for': '50',
    });
    expect(options('FLINK-1_18')).toMatchObject({ 'state.backend.type': 'rocksdb', 'restart-strategy.type': 'fixed-delay' });
    expect(options('FLINK-1_19')).toMatchObject({
      'restart-strategy.type': 'exponential-delay',
      'execution.program-config.enabled': 'false',
      'pekko.retry-gate-closed-for': '50',
    });
    for (const runtime of ['FLINK-1_20', 'FLINK-2_2', 'FLINK-2_3'] as const) {
      expect(options(runtime)).toMatchObject({
        'execution.checkpointing.incremental': 'true',
        'execution.checkpointing.dir': 'file:///data/flink/a-1/checkpoints',
        'execution.checkpointing.num-retained': '1',
        'execution.checkpointing.externalized-checkpoint-retention': 'RETAIN_ON_CANCELLATION',
        'execution.state-recovery.from-local': 'true',
      });
    }
  });

  it('hands on parallelism, slots and checkpointing', () => {
    expect(options('FLINK-1_20')).toMatchObject({
      'parallelism.default': '4',
      'taskmanager.numberOfTaskSlots': '2',
      'execution.checkpointing.interval': '1 min',
      'execution.checkpointing.min-pause': '5 s',
      'execution.checkpointing.timeout': '1 h',
    });
    const without = options('FLINK-1_20', { checkpoint: { enabled: false, intervalMs: 1, minPauseMs: 1 } });
    expect(without).not.toHaveProperty('execution.checkpointing.interval');
  });

  it('restores where it is told to, in each version’s own words', () => {
    const restore = { path: '/data/chk-4', allowNonRestoredState: true };
    expect(options('FLINK-1_15', { restore })).toMatchObject({
      'execution.savepoint.path': '/data/chk-4',
      'execution.savepoint.ignore-unclaimed-state': 'true',
    });
    expect(options('FLINK-2_3', { restore })).toMatchObject({
      'execution.state-recovery.path': '/data/chk-4',
      'execution.state-recovery.ignore-unclaimed-state': 'true',
    });
  });

  it('binds to loopback only, and lets the operator’s keys win', () => {
    const all = options('FLINK-2_2', { configuration: { 'rest.flamegraph.enabled': 'false', 'task.cancellation.timeout': '1' } });
    const hosts = Object.entries(all).filter(([key]) => /address|bind-host|taskmanager\.host/.test(key));
    expect(hosts.map(([, value]) => value)).toEqual(hosts.map(() => '127.0.0.1'));
    expect(all).toMatchObject({
      'rest.flamegraph.enabled': 'false',
      'task.cancellation.timeout': '1',
      'web.submit.enable': 'false',
    });
  });

  it('prints durations as Flink prints them, since Flink compares the texts', () => {
    const said = [0, 1, 999, 1000, 1500, 60_000, 90_000, 3_600_000, 86_400_000, 90_000_000].map(flinkDuration);
    expect(said).toEqual(['0 ms', '1 ms', '999 ms', '1 s', '1500 ms', '1 min', '90 s', '1 h', '1 d', '25 h']);
  });
});

describe('the configuration file', () => {
  it('is YAML from 1.19 on, and plain lines before', () => {
    expect(configText({ a: 'x: "#1"' }, 'config.yaml')).toBe('"a": "x: \\"#1\\""\n');
    expect(configText({ a: 'b', c: '1 s' }, 'flink-conf.yaml')).toBe('a: b\nc: 1 s\n');
  });

  it('refuses what the old parser would cut', () => {
    expect(() => configText({ a: 'b #c' }, 'flink-conf.yaml')).toThrow(RangeError);
    expect(() => configText({ a: 'b\nc: d' }, 'flink-conf.yaml')).toThrow(RangeError);
  });
});

describe('log4j2', () => {
  it('names the application in every line and takes the level', () => {
    const text = log4jText({ ...spec().log, level: 'DEBUG' });
    expect(text).toContain('rootLogger.level = DEBUG');
    expect(text).toContain(
      '"applicationARN":"arn:aws:kinesisanalytics:us-east-1:000000000000:application/x","applicationVersionId":"5"',
    );
  });

  it('escapes what is special to properties, patterns and look-ups', () => {
    const text = log4jText({ ...spec().log, applicationArn: `a%n\\"$${'{env:HOME}'}` });
    expect(text).toContain(`"a%%n${'\\\\'.repeat(3)}"$$${'{env:HOME}'}"`);
  });
});

describe('the processes', () => {
  const launch = (over: Partial<Launch> = {}): Launch => ({
    spec: spec(),
    layout,
    root: '/data/flink',
    classpath: ['/rt/lib/a.jar', '/rt/lib/flink-dist.jar'],
    agentJar: '/agent.jar',
    classData: () => ({ archive: '/cds/x.jsa' }),
    ...over,
  });

  it('carry what they are recognised by', () => {
    expect(jobManagerPlan(launch()).args).toEqual(
      expect.arrayContaining([
        '-Dmillrace.root=/data/flink',
        '-Dmillrace.cluster=a-1',
        '-Dmillrace.attempt=2',
        '-Dmillrace.generation=3',
        '-Dmillrace.process=jobmanager',
        '-XX:SharedArchiveFile=/cds/x.jsa',
        '--job-id',
      ]),
    );
    expect(taskManagerPlan(launch(), 3)).toMatchObject({ name: 'taskmanager-3' });
  });

  it('have the agent only where something is redirected', () => {
    const agent = (args: readonly string[]) => args.filter((arg) => arg.startsWith('-javaagent'));
    expect(agent(jobManagerPlan(launch()).args)).toEqual([]);
    const redirect = { host: '127.0.0.1', port: 4566, names: ['*.amazonaws.com'], caFile: '/ca.pem' };
    const redirected = launch({ spec: spec({ redirect }) });
    for (const plan of [jobManagerPlan(redirected), taskManagerPlan(redirected, 1)])
      expect(agent(plan.args)).toEqual(['-javaagent:/agent.jar=/data/flink/a-1/attempt-2/agent.properties']);
  });
});
