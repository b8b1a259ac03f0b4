import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsCliClient } from './clients/aws-cli.ts';
import { boto3Client } from './clients/boto3.ts';
import { javaClient } from './clients/java.ts';
import { javascriptClient } from './clients/javascript.ts';
import { EXPECTED, type Report, type Run } from './scenario.ts';
import { openTarget, type Target } from './target.ts';

const EVERYTHING = Object.keys(EXPECTED);

interface Client {
  readonly play: (run: Run) => Promise<Report>;
  readonly scenes: readonly string[];
}

const CLIENTS: Readonly<Record<string, Client>> = {
  'the AWS CLI': { play: awsCliClient, scenes: EVERYTHING },
  boto3: { play: boto3Client, scenes: EVERYTHING },
  'the AWS SDK for JavaScript 3': { play: javascriptClient, scenes: EVERYTHING },
  'the AWS SDK for Java 2': { play: javaClient('2'), scenes: EVERYTHING },
  'the AWS SDK for Java 2 on Netty and HTTP 2': { play: javaClient('netty'), scenes: ['kinesis', 's3'] },
  'the AWS SDK for Java 1': { play: javaClient('1'), scenes: EVERYTHING },
};

let target: Target;
let work: string;
let reports: Record<string, Promise<Report>>;
beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'millrace-sdk-clients-'));
  target = await openTarget();
  // all at once: their names do not meet, and most of their time is that of starting interpreters and JVMs
  reports = Object.fromEntries(Object.entries(CLIENTS).map(([client, { play }]) => [client, reportOf(client, play)]));
  await Promise.allSettled(Object.values(reports));
});
afterAll(async () => {
  await target?.stop();
  rmSync(work, { recursive: true, force: true });
});

async function reportOf(client: string, play: Client['play']): Promise<Report> {
  const name = `${client.toLowerCase().replace(/\W+/g, '-')}-${process.pid}`;
  const directory = join(work, name);
  mkdirSync(directory);
  const report = JSON.stringify(await play({ name, directory, environment: target.environment }));
  return JSON.parse(report.replaceAll(name, 'RUN').replace(/:\d{12}:/g, ':ACCOUNT:')) as Report;
}

describe.each(Object.entries(CLIENTS))('%s', (client, { scenes }) => {
  test.each(scenes)('%s', async (scene) => {
    const report = await reports[client];
    expect(report?.[scene]).toEqual(EXPECTED[scene]);
  });
});
