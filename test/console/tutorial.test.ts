/** The tutorial by mouse: streams, an application from a JAR, its job, its state, its end; with real Flink. */
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { GetRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { barriers, enter, openBrowser, openReader, type Reader, visit } from './browser.ts';
import { openMillrace, type Running } from './millrace.ts';

const project = resolve(import.meta.dirname, '../../examples/kinesis-transform');
const jar = join(project, 'target/kinesis-transform-1.0.0.jar');
const APPLICATION = 'flink-lab-app';
const TRANSITION = { timeout: 300_000 };

let millrace: Running;
let browser: Browser;
let reader: Reader;
let page: Page;
beforeAll(async () => {
  const [running, chromium] = await Promise.all([
    openMillrace(),
    openBrowser(),
    promisify(execFile)('mvn', ['-q', '-B', '-DskipTests', 'package'], { cwd: project }),
  ]);
  millrace = running;
  browser = chromium;
  reader = await openReader(browser);
  page = reader.page;
  await enter(page, await millrace.link());
});
afterAll(async () => {
  await browser?.close();
  await millrace?.stop();
});

const press = (name: string, within: Page | Locator = page) => within.getByRole('button', { name, exact: true }).first().click();
/** A tab, and what is chosen within it. */
const tab = async (name: string, part?: string) => {
  await page.getByRole('tab', { name, exact: true }).click();
  if (part !== undefined) await page.getByRole('button', { name: part, exact: true }).click();
};
/** The status beside the application's name. */
const status = (words: string) =>
  page.getByRole('main').locator('h1').locator('..').getByText(words, { exact: true }).first().waitFor(TRANSITION);
const action = async (name: string) => {
  await press('Actions');
  await page.getByRole('menuitem', { name, exact: true }).click();
};
const go = async (service: string, heading: RegExp) => {
  await page.getByRole('navigation', { name: 'Services' }).getByRole('link', { name: service, exact: true }).first().click();
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
};

it('makes the streams, and an application from an uploaded JAR with a role of its own', async () => {
  await press('Create flink-lab-in and flink-lab-out');
  await page.getByText('The streams flink-lab-in and flink-lab-out are there').first().waitFor();
  await page.getByRole('link', { name: "Create it, with the tutorial's properties filled in" }).click();
  await page.locator('input[type=file]').setInputFiles(jar);
  await page.getByText('Uploaded kinesis-transform-1.0.0.jar').first().waitFor();
  await page.getByRole('main').getByRole('button', { name: 'Create application' }).last().click();
  await page.getByRole('heading', { level: 1, name: APPLICATION }).waitFor();
  await status('Ready');
  const iam = new IAMClient({ endpoint: millrace.url, region: 'us-east-1', credentials: { ...millrace.rootKey } });
  const { PolicyDocument } = await iam.send(
    new GetRolePolicyCommand({
      RoleName: `kinesis-analytics-${APPLICATION}-us-east-1`,
      PolicyName: `kinesis-analytics-service-${APPLICATION}`,
    }),
  );
  const policy = decodeURIComponent(PolicyDocument ?? '');
  expect(policy).toContain('stream/flink-lab-in');
  expect(policy).not.toContain('"*"');
});

it('runs it, and shows how the start gets on', async () => {
  await press('Run');
  await press('Run', page.getByRole('dialog'));
  await page.getByText('The code is fetched').first().waitFor(TRANSITION);
  await status('Running');
  await page.getByText('Every task runs').first().waitFor();
});

it('puts a record in, and sees it come out', async () => {
  await go('Data streams', /^Data streams/);
  await page.getByRole('link', { name: 'flink-lab-in' }).click();
  await press('Put record');
  await press('Put', page.getByRole('dialog'));
  await page.getByText('One record is in the stream').first().waitFor();
  await go('Data streams', /^Data streams/);
  await page.getByRole('link', { name: 'flink-lab-out' }).click();
  await page.getByRole('region', { name: 'Records' }).getByText('hello from the console').first().waitFor();
});

it('shows the job, its logs and its checkpoints, to everyone', async () => {
  await go('Applications', /^Applications/);
  await page.getByRole('link', { name: APPLICATION }).click();
  await page.getByText('Cost on AWS, to the end of the month').first().waitFor();
  await tab('Job graph');
  await page.getByRole('region', { name: 'Job graph' }).getByText('kinesis-source').first().waitFor();
  await tab('Logs');
  await page.getByRole('region', { name: 'Log lines' }).getByText('INFO').first().waitFor();
  await page.getByLabel('Search logs').fill('no line says this');
  await page.getByText('No line is like that').first().waitFor();
  expect(await page.getByRole('button', { name: 'Scroll right' }).count(), 'every tab is in sight').toBe(0);
  const parts = [
    'overview',
    'job',
    'monitoring',
    'logs',
    'checkpoints',
    'snapshots',
    'configuration',
    'versions',
    'tags',
    'operations',
  ];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const part of [...parts, 'audit']) {
      await visit(page, `/applications/${APPLICATION}?tab=${part}`);
      await page.locator('.loading').first().waitFor({ state: 'detached' });
      expect([part, colorScheme, ...(await barriers(page))]).toEqual([part, colorScheme]);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
});

it('writes its state down, changes it, shows what changed, and goes back', async () => {
  await action('Create snapshot');
  await page.getByRole('dialog').getByRole('textbox').fill('by-mouse');
  await press('Create', page.getByRole('dialog'));
  await tab('State', 'Snapshots');
  await page.getByRole('row').filter({ hasText: 'by-mouse' }).getByText('Ready', { exact: true }).first().waitFor(TRANSITION);
  await press('Configure');
  await press('Add property');
  await page.getByRole('main').getByPlaceholder('input.stream').last().fill('colour');
  await page.getByRole('main').getByPlaceholder('orders').last().fill('green');
  await press('Save changes');
  await status('Updating');
  await status('Running');
  await tab('Configuration', 'Versions');
  await page.getByText('+ green').first().waitFor();
  await action('Roll back');
  await press('Roll back', page.getByRole('dialog'));
  await status('Rolling back');
  await status('Running');
});

it('stops it with a snapshot, and has written down who did what', async () => {
  await press('Stop');
  await press('Stop', page.getByRole('dialog'));
  await status('Ready');
  await tab('History', 'Operations');
  await page.getByText('StopApplication').first().waitFor();
  await tab('History', 'Audit trail');
  await page.getByText('RollbackApplication').first().waitFor();
});

/** Where the job's state came from, as the overview has it. */
const runsFrom = async (what: string) => {
  await tab('Overview');
  await page.getByRole('tabpanel').getByText(what, { exact: true }).first().waitFor();
};
const run = async (choice: string) => {
  await press('Run');
  await page.getByRole('dialog').getByRole('radio', { name: choice }).click();
};
const forceStop = async () => {
  await action('Stop');
  await page.getByRole('dialog').getByRole('radio', { name: 'Force stop' }).click();
  await press('Force stop', page.getByRole('dialog'));
  await status('Ready');
};

it('runs it from a snapshot of choice, opens the dashboard of Flink, and stops it by force', async () => {
  await run('Run from a snapshot of your choice');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^Snapshot/ }).click();
  await page.getByRole('option', { name: 'by-mouse' }).click();
  await press('Run', dialog);
  await status('Running');
  await runsFrom('by-mouse');
  const opening = page.waitForEvent('popup');
  await press('Open Apache Flink dashboard');
  const dashboard = await opening;
  await dashboard.getByText('Kinesis transform').first().waitFor(TRANSITION);
  await dashboard.close();
  await forceStop();
});

it('runs it without a snapshot, once it is told what that means', async () => {
  await run('Run without a snapshot');
  await page.getByRole('dialog').getByText('the job will know nothing of what they hold').first().waitFor();
  await press('Run', page.getByRole('dialog'));
  await status('Running');
  await runsFrom('Empty state');
  await forceStop();
});

it('deletes it once the word is typed', async () => {
  await action('Delete');
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByRole('button', { name: 'Delete', exact: true }).isDisabled()).toBe(true);
  await dialog.getByRole('textbox').fill('delete');
  await press('Delete', dialog);
  await page.getByText('No applications').first().waitFor(TRANSITION);
});

it('asked nobody but this server, and raised no alarm', () => {
  expect([...reader.origins]).toEqual([millrace.url]);
  expect(reader.alarms).toEqual([]);
});
