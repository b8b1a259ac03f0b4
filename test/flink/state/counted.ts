import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  type ApplicationConfigurationUpdate,
  type RuntimeEnvironment,
  StartApplicationCommand,
  type StartApplicationCommandInput,
  UpdateApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { expect } from 'vitest';
import { Stand, until } from '../application/stand.ts';

/**
 * The example that counts, on real Flink: whatever is done to it, no number is lost and none is counted twice.
 * Numbers come in order from 0, so at number n the count of its key must be n / keys + 1; the job says both aloud.
 */
export const APP = 'counter';
export const KEYS = 10;
export const stand = new Stand();

export interface Saying {
  readonly key: number;
  readonly count: number;
  readonly number: number;
  /** The version of the application that said it. */
  readonly version: number;
  readonly code: 'first' | 'second';
}

/** A Millrace whose application `counter` is created, and not started. */
export async function createCounter(
  jars: Record<string, Buffer>,
  runtime: RuntimeEnvironment,
  more: { settings?: Record<string, string>; up?: Record<string, string> } = {},
): Promise<void> {
  await stand.up(more.up);
  await stand.bucketWith(jars);
  const roleArn = await stand.role('exec');
  await stand.allow('exec', ['s3:GetObject', 'logs:Describe*', 'logs:PutLogEvents']);
  const Counter = { keys: String(KEYS), perSecond: '500', logEvery: '50', ...more.settings };
  await stand.createApplication(APP, roleArn, 'app.jar', { runtime, groups: { Counter } });
}

/** Everything said since then, oldest first. */
export async function sayings(since = 0): Promise<Saying[]> {
  const all: Saying[] = [];
  let nextToken: string | undefined;
  do {
    const page = await stand.aws.logs.send(
      new FilterLogEventsCommand({
        logGroupName: `/aws/kinesis-analytics/${APP}`,
        filterPattern: '"count of key"',
        startTime: since,
        nextToken,
      }),
    );
    for (const { message = '' } of page.events ?? []) {
      const line = JSON.parse(message) as { message: string; applicationVersionId: string };
      const said = /^(second )?count of key (\d+) is (\d+) at number (\d+)$/.exec(line.message);
      if (!said) continue;
      const [key, count, number] = said.slice(2).map(Number) as [number, number, number];
      all.push({ key, count, number, version: Number(line.applicationVersionId), code: said[1] ? 'second' : 'first' });
    }
    nextToken = page.nextToken;
  } while (nextToken);
  return all;
}

export const highest = (said: readonly Saying[]): number => Math.max(...said.map(({ number }) => number));
export const lowest = (said: readonly Saying[]): number => Math.min(...said.map(({ number }) => number));

/** Each key has spoken since then, and nobody has ever said a wrong count. */
export async function exactSince(since: number): Promise<Saying[]> {
  const fresh = await until('every key’s count', async () => {
    const said = await sayings(since);
    return new Set(said.map(({ key }) => key)).size === KEYS && said;
  });
  const wrong = (await sayings()).filter((said) => said.count !== Math.floor(said.number / KEYS) + 1);
  expect(wrong).toEqual([]);
  return fresh;
}

/** RUNNING, or at once the reason why it will not be. */
export const runs = () =>
  until('RUNNING', async () => {
    const { ApplicationStatus } = await stand.describe(APP);
    if (ApplicationStatus === 'READY') throw new Error(`READY: ${await stand.logged(APP, 'failed to transition')}`);
    return ApplicationStatus === 'RUNNING';
  });

export const version = async (): Promise<number> => (await stand.describe(APP)).ApplicationVersionId ?? 0;

export async function start(run?: StartApplicationCommandInput['RunConfiguration']): Promise<number> {
  const since = Date.now();
  await stand.aws.analytics.send(new StartApplicationCommand({ ApplicationName: APP, RunConfiguration: run }));
  await runs();
  return since;
}

export const stop = () => stand.stop(APP);

/** Updates the running application; what the new version says begins where the old one ended. */
export async function update(
  change: ApplicationConfigurationUpdate | undefined,
  runtime?: RuntimeEnvironment,
): Promise<Saying[]> {
  const since = Date.now();
  const before = await version();
  await stand.aws.analytics.send(
    new UpdateApplicationCommand({
      ApplicationName: APP,
      CurrentApplicationVersionId: before,
      ApplicationConfigurationUpdate: change,
      RuntimeEnvironmentUpdate: runtime,
    }),
  );
  await runs();
  expect(await version()).toBe(before + 1);
  await until('the new version’s word', async () => (await sayings(since)).some((said) => said.version > before));
  const [old, young] = [await sayings(), await exactSince(since)].map((said, index) =>
    said.filter((each) => (index === 0 ? each.version === before : each.version > before)),
  ) as [Saying[], Saying[]];
  expect(lowest(young)).toBeGreaterThan(highest(old));
  return young;
}
