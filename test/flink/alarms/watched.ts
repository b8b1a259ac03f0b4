/** An application that is watched by its recommended alarms, whose topic tells a webhook. */
import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch';
import { PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { StartApplicationCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { exampleJar, Stand, sleep, until } from '../application/stand.ts';
import { rig } from '../driver/rig.ts';

const APP = 'breaking';
/** An alarm looks once a minute at whole minutes: two of them and the time of a restart, and as much again on a busy machine. */
const SECONDS = 600;

interface Told {
  readonly AlarmName: string;
  readonly OldStateValue: string;
  readonly NewStateValue: string;
}

/** The job of these tests, in a JAR with the example's connectors. */
async function readerJar(): Promise<Buffer> {
  const work = mkdtempSync(join(tmpdir(), 'millrace-reader-'));
  const jar = join(work, 'reader.jar');
  writeFileSync(jar, await exampleJar());
  const flink = rig();
  const libraries = `${await flink.home('FLINK-1_20')}/lib/*`;
  await flink.close();
  const source = resolve(import.meta.dirname, 'job/Reader.java');
  execFileSync('javac', ['--release', '11', '-nowarn', '-d', work, '-cp', `${jar}:${libraries}`, source], { stdio: 'pipe' });
  execFileSync('jar', ['--update', '--file', jar, '--main-class', 'Reader', '-C', work, 'Reader.class'], { stdio: 'pipe' });
  const packed = readFileSync(jar);
  rmSync(work, { recursive: true });
  return packed;
}

export class Watched {
  readonly stand = new Stand();
  readonly #told: Told[] = [];
  #hook: ReturnType<typeof createServer> | undefined;
  #cloudwatch: CloudWatchClient | undefined;
  #topic = '';

  /** A running application, and a topic that tells a webhook. */
  async up(): Promise<void> {
    const { stand } = this;
    await stand.up();
    await stand.bucketWith({ 'app.jar': await readerJar() });
    await stand.streams('in', 'out');
    const role = await stand.role('exec');
    await stand.allow('exec', ['s3:GetObject', 'kinesis:*', 'logs:*']);
    await stand.createApplication(APP, role, 'app.jar');
    await stand.aws.analytics.send(new StartApplicationCommand({ ApplicationName: APP }));
    await this.#listen();
    await stand.reaches(APP, 'RUNNING');
  }

  /** An alarm of the lag is put once it is measured. */
  async measuresLag(): Promise<void> {
    await until('its lag is measured', async () => (await this.#metricNames()).includes('millisBehindLatest'), SECONDS);
  }

  /** So many minutes have values of the metric. */
  async measuresFor(MetricName: string, minutes: number): Promise<void> {
    const about = { Namespace: 'AWS/KinesisAnalytics', MetricName, Dimensions: [{ Name: 'Application', Value: APP }] };
    await until(`${MetricName} of ${minutes} minutes`, async () => {
      const [StartTime, EndTime] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 60_000)];
      const asked = new GetMetricStatisticsCommand({ ...about, StartTime, EndTime, Period: 60, Statistics: ['Maximum'] });
      return ((await this.cloudwatch.send(asked)).Datapoints ?? []).length >= minutes;
    });
  }

  async #listen(): Promise<void> {
    const client = { ...this.stand.client, region: 'us-east-1' };
    this.#cloudwatch = new CloudWatchClient(client);
    const sns = new SNSClient(client);
    this.#hook = createServer(async (request, response) => {
      let body = '';
      for await (const part of request) body += part;
      response.end();
      const sent = JSON.parse(body) as { Type: string; SubscribeURL: string; Message: string };
      if (sent.Type === 'SubscriptionConfirmation') await fetch(sent.SubscribeURL);
      else this.#told.push(JSON.parse(sent.Message) as Told);
    }).listen(0, '127.0.0.1');
    await once(this.#hook, 'listening');
    this.#topic = (await sns.send(new CreateTopicCommand({ Name: 'alerts' }))).TopicArn ?? '';
    const Endpoint = `http://127.0.0.1:${(this.#hook.address() as AddressInfo).port}/`;
    await sns.send(new SubscribeCommand({ TopicArn: this.#topic, Protocol: 'http', Endpoint }));
  }

  async down(): Promise<void> {
    this.#hook?.close();
    await this.stand.down();
  }

  get cloudwatch(): CloudWatchClient {
    if (!this.#cloudwatch) throw new Error('it is not up');
    return this.#cloudwatch;
  }

  async #metricNames(): Promise<string[]> {
    const names: string[] = [];
    for await (const { Metrics = [] } of paginateListMetrics({ client: this.cloudwatch }, { Namespace: 'AWS/KinesisAnalytics' }))
      names.push(...Metrics.map(({ MetricName }) => MetricName ?? ''));
    return names;
  }

  async #millrace(...args: string[]): Promise<string> {
    const millrace = resolve(import.meta.dirname, '../../../millrace');
    return (await promisify(execFile)(millrace, [...args, '--data', this.stand.data])).stdout;
  }

  /** `./millrace alarms`: the names of what it put. */
  async install(...options: string[]): Promise<string[]> {
    return JSON.parse(await this.#millrace('alarms', APP, '--topic', this.#topic, '--json', ...options)) as string[];
  }

  /** The names of the application's alarms, and their states. */
  async states(): Promise<Record<string, string>> {
    const { MetricAlarms = [] } = await this.cloudwatch.send(new DescribeAlarmsCommand({ AlarmNamePrefix: `${APP}: ` }));
    return Object.fromEntries(MetricAlarms.map(({ AlarmName = '', StateValue = '' }) => [AlarmName, StateValue]));
  }

  async isIn(what: string, state: string): Promise<void> {
    await until(`${what} ${state}`, async () => (await this.states())[`${APP}: ${what}`] === state, SECONDS);
  }

  /** The alarm says ALARM, and the webhook hears so; what was told before does not count. */
  async alarms(what: string): Promise<void> {
    await this.isIn(what, 'ALARM');
    await this.#isTold(what, 'ALARM');
  }

  async recovers(what: string): Promise<void> {
    await this.isIn(what, 'OK');
    await this.#isTold(what, 'OK');
  }

  async #isTold(what: string, state: string): Promise<void> {
    const name = `${APP}: ${what}`;
    await until(`the webhook is told that ${what} is ${state}`, async () => {
      const last = this.#told.findLast(({ AlarmName }) => AlarmName === name);
      return last?.NewStateValue === state;
    });
  }

  /** Kills a TaskManager as the operating system would. */
  async killTaskManager(): Promise<void> {
    const processes = (await this.stand.status(APP))?.processes ?? [];
    const pid = processes.find(({ name, alive }) => alive && name.startsWith('taskmanager'))?.pid;
    if (!pid) throw new Error('no TaskManager');
    process.kill(pid, 'SIGKILL');
  }

  /** Does `work` while a TaskManager is killed every so often, as soon as one is seen if nothing is said. */
  async killing<T>(work: () => Promise<T>, seconds = 1): Promise<T> {
    let next = 0;
    return this.#meanwhile(async () => {
      const killed =
        Date.now() >= next &&
        (await this.killTaskManager().then(
          () => true,
          () => false,
        ));
      if (killed) next = Date.now() + seconds * 1000;
      await sleep(1000);
    }, work);
  }

  /** Does `work` while so many records flow in each second. */
  async flowing<T>(perSecond: number, work: () => Promise<T>): Promise<T> {
    return this.#meanwhile(async () => {
      const began = Date.now();
      const Records = Array.from({ length: perSecond }, (_, i) => ({ PartitionKey: `${began} ${i}`, Data: Buffer.from(`${i}`) }));
      for (let i = 0; i < Records.length; i += 500)
        await this.stand.aws.kinesis.send(new PutRecordsCommand({ StreamName: 'in', Records: Records.slice(i, i + 500) }));
      await sleep(Math.max(0, 1000 - (Date.now() - began)));
    }, work);
  }

  async #meanwhile<T>(step: () => Promise<void>, work: () => Promise<T>): Promise<T> {
    let on = true;
    const stepping = (async () => {
      while (on) await step();
    })();
    try {
      return await work();
    } finally {
      on = false;
      await stepping;
    }
  }
}
