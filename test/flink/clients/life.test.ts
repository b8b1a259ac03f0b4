/**
 * The whole life of an application on real Flink, through boto3 and the SDKs for JavaScript 3 and Java 2: each does the same steps in
 * its own words, and must see the same.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { boto3Life } from '../../sdk/clients/boto3.ts';
import { javaLife } from '../../sdk/clients/java.ts';
import { javascriptLife } from '../../sdk/clients/javascript-life.ts';
import type { Facts, Run } from '../../sdk/scenario.ts';
import { openTarget, type Target } from '../../sdk/target.ts';
import { counterJar, rig } from '../driver/rig.ts';

const CLIENTS: Readonly<Record<string, (run: Run) => Promise<Facts>>> = {
  boto3: boto3Life,
  'the AWS SDK for JavaScript 3': javascriptLife,
  'the AWS SDK for Java 2': javaLife,
};

const EXPECTED: Facts = {
  started: 'SUCCESSFUL',
  running: 'RUNNING',
  updated: 'SUCCESSFUL',
  version: 2,
  snapshot: 'READY',
  snapshotVersion: 2,
  rolledBack: 'SUCCESSFUL',
  rolledBackVersions: [3, 2, 1],
  property: 'before',
  stopped: 'SUCCESSFUL',
  readyWithoutRun: true,
  restored: 'SUCCESSFUL',
  restoredFrom: 'kept',
  forced: 'SUCCESSFUL',
  operations: [
    'StopApplication',
    'StartApplication',
    'StopApplication',
    'RollbackApplication',
    'UpdateApplication',
    'StartApplication',
  ],
  gone: 'ResourceNotFoundException',
};

let target: Target;
let work: string;
beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'millrace-life-'));
  const flink = rig();
  writeFileSync(join(work, 'app.jar'), readFileSync(counterJar(await flink.home('FLINK-1_20'))));
  await flink.close();
  target = await openTarget();
});
afterAll(async () => {
  await target?.stop();
  rmSync(work, { recursive: true, force: true });
});

test.each(Object.entries(CLIENTS))('%s', async (client, live) => {
  const name = `${client.toLowerCase().replace(/\W+/g, '-')}-${process.pid}`;
  const environment = { ...target.environment, JAR: join(work, 'app.jar') };
  expect(await live({ name, directory: work, environment })).toEqual(EXPECTED);
});
