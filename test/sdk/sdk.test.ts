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

let target: Target;
let work: string;
beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'millrace-sdk-clients-'));
  target = await openTarget();
});
afterAll(async () => {
  await target?.stop();
  rmSync(work, { recursive: true, force: true });
});

const CLIENTS: Readonly<Record<string, (run: Run) => Promise<Report>>> = {
  'the AWS CLI': awsCliClient,
  boto3: boto3Client,
  'the AWS SDK for JavaScript 3': javascriptClient,
  'the AWS SDK for Java 2': javaClient,
};

describe.each(Object.keys(CLIENTS))('%s', (client) => {
  let report: Report;
  beforeAll(async () => {
    const name = `${client.toLowerCase().replace(/\W+/g, '-')}-${process.pid}`;
    const directory = join(work, name);
    mkdirSync(directory);
    report = (await CLIENTS[client]?.({ name, directory, environment: target.environment })) ?? {};
  });

  test.each(Object.keys(EXPECTED))('%s', (scene) => {
    expect(report[scene]).toEqual(EXPECTED[scene]);
  });
});
