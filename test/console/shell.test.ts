import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  GetRolePolicyCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { CreateApplicationCommand, KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriers, openBrowser, openReader, visit } from './browser.ts';
import { openMillrace, type Running } from './millrace.ts';

let millrace: Running;
let browser: Browser;
beforeAll(async () => {
  [millrace, browser] = await Promise.all([openMillrace(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await millrace?.stop();
});

const services = (page: Page) => page.getByRole('navigation', { name: 'Services' });
describe('the way in', () => {
  it('is a link that works once, and stays in no address', async () => {
    const { context, page, alarms, origins } = await openReader(browser);
    const link = await millrace.link();
    await page.goto(link);
    await services(page).waitFor();
    expect(page.url()).toBe(`${millrace.url}/console/`);
    expect([...origins]).toEqual([millrace.url]);
    expect(alarms).toEqual([]);
    await context.close();
    const second = await openReader(browser);
    await second.page.goto(link);
    await second.page.getByText('This link was used already').waitFor();
    await second.context.close();
  });

  it('is an access key, typed; a wrong one is told in the server’s words', async () => {
    const { context, page } = await openReader(browser);
    await page.goto(`${millrace.url}/console/applications`);
    const { accessKeyId, secretAccessKey } = millrace.rootKey;
    await page.getByLabel('Access key ID').fill(accessKeyId);
    await page.getByLabel('Secret access key').fill('wrong');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('The request signature we calculated does not match').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByLabel('Secret access key').fill(secretAccessKey);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { name: /^Applications/ }).waitFor();
    expect(page.url(), 'where he wanted to go').toBe(`${millrace.url}/console/applications`);
    await context.close();
  });
});

describe.each(['light', 'dark'] as const)('every page of the navigation, %s', (colorScheme) => {
  it('is shown to everyone, breaks no policy and asks nobody but this server', async () => {
    const { context, page, alarms, origins } = await openReader(browser, { colorScheme });
    await page.goto(await millrace.link());
    await services(page).waitFor();
    const paths = await services(page)
      .getByRole('link')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')).filter((href) => href !== null));
    expect(paths.length).toBeGreaterThan(2);
    for (const path of paths) {
      await services(page).locator(`a[href="${path}"]`).first().click();
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('.loading').waitFor({ state: 'detached' });
      expect([path, await page.getByText('cannot be shown').count()]).toEqual([path, 0]);
      expect([path, ...(await barriers(page))]).toEqual([path]);
    }
    expect(alarms).toEqual([]);
    expect([...origins]).toEqual([millrace.url]);
    await context.close();
  });
});

describe('a telephone', () => {
  it('shows every page of the navigation no wider than it is', async () => {
    const { context, page } = await openReader(browser, { viewport: { width: 390, height: 844 } });
    await page.goto(await millrace.link());
    await page.getByRole('heading', { level: 1 }).waitFor();
    for (const path of [
      '/',
      '/applications',
      '/applications/create',
      '/kinesis',
      '/s3',
      '/iam/simulator',
      '/trail',
      '/cost',
      '/settings',
    ]) {
      await visit(page, path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('.loading').waitFor({ state: 'detached' });
      const wider = () => page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      // the bar finds its room once its picture is there
      await expect.poll(async () => [path, await wider()]).toEqual([path, 0]);
      // aria-expanded on Cloudscape's own navigation landmark: 3.0.1383
      const found = (await barriers(page)).filter((barrier) => !barrier.includes('mobile-toolbar-nav'));
      expect([path, ...found]).toEqual([path]);
    }
    await context.close();
  });
});

describe('what changes elsewhere', () => {
  it('is on the page without a reload', async () => {
    const { context, page } = await openReader(browser);
    await page.goto(await millrace.link());
    await services(page).waitFor();
    await services(page).getByRole('link', { name: 'Buckets' }).click();
    await page.getByRole('heading', { name: /^Buckets/ }).waitFor();
    const s3 = new S3Client({ ...asRoot(), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'from-elsewhere' }));
    await page.getByText('from-elsewhere').waitFor();
    await context.close();
  });

  it('ends the pages of a user whose key is deleted', async () => {
    const iam = new IAMClient(asRoot());
    await iam.send(new CreateUserCommand({ UserName: 'guest' }));
    const { context, page, AccessKeyId } = await asUser('guest');
    await iam.send(new DeleteAccessKeyCommand({ UserName: 'guest', AccessKeyId }));
    await page.getByRole('button', { name: 'Your sign-in has ended: sign in again' }).click();
    await page.getByLabel('Access key ID').waitFor();
    await context.close();
  });
});

const allowing = (Action: readonly string[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource: '*' } });

/** A browser in which a user has signed in by a new key. */
async function asUser(UserName: string) {
  const { AccessKey } = await new IAMClient(asRoot()).send(new CreateAccessKeyCommand({ UserName }));
  const { AccessKeyId = '', SecretAccessKey = '' } = AccessKey ?? {};
  const reader = await openReader(browser);
  await reader.page.goto(`${millrace.url}/console/settings`);
  await reader.page.getByLabel('Access key ID').fill(AccessKeyId);
  await reader.page.getByLabel('Secret access key').fill(SecretAccessKey);
  await reader.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await reader.page.getByText('Reach this page').waitFor();
  return { ...reader, AccessKeyId };
}

/** An application that was made and never run; its role has the same name. */
async function makeApplication(name: string): Promise<void> {
  const Principal = { Service: 'kinesisanalytics.amazonaws.com' };
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] };
  const role = new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) });
  const { Role } = await new IAMClient(asRoot()).send(role);
  const made = { ApplicationName: name, RuntimeEnvironment: 'FLINK-1_20', ServiceExecutionRole: Role?.Arn } as const;
  await new KinesisAnalyticsV2Client(asRoot()).send(new CreateApplicationCommand(made));
}

const asRoot = () => ({ endpoint: millrace.url, region: 'us-east-1', credentials: { ...millrace.rootKey } });

describe('an application that logs nowhere', () => {
  it('is given a log, and its role what writing takes', async () => {
    const iam = new IAMClient(asRoot());
    await makeApplication('silent');
    const { context, page, alarms } = await openReader(browser);
    await page.goto(await millrace.link());
    await services(page).waitFor();
    await visit(page, '/applications/silent?tab=logs');
    const main = page.getByRole('main');
    await main.getByRole('button', { name: 'Turn logging on' }).click();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Turn on', exact: true }).click();
    await main.getByText('Nothing was logged in this time').waitFor();
    const policy = await iam.send(new GetRolePolicyCommand({ RoleName: 'silent', PolicyName: 'kinesis-analytics-logs-silent' }));
    expect(decodeURIComponent(policy.PolicyDocument ?? '')).toContain('logs:PutLogEvents');
    await visit(page, '/applications/silent/configure');
    await main.getByRole('button', { name: 'Turn logging off' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Turn off', exact: true }).click();
    await main.getByText('Nothing is logged to CloudWatch').waitFor();
    expect(alarms).toEqual([]);
    await context.close();
  });
});

describe('a user who may only look', () => {
  it('is shown an application, and offered nothing that its policies refuse', async () => {
    await makeApplication('looked-at');
    const iam = new IAMClient(asRoot());
    await iam.send(new CreateUserCommand({ UserName: 'looker' }));
    const PolicyDocument = allowing(['kinesisanalytics:Describe*', 'kinesisanalytics:List*']);
    await iam.send(new PutUserPolicyCommand({ UserName: 'looker', PolicyName: 'may', PolicyDocument }));
    const { page, context, alarms } = await asUser('looker');
    await visit(page, '/applications/looked-at');
    const main = page.getByRole('main');
    await main.getByRole('heading', { level: 1, name: 'looked-at' }).waitFor();
    const off = (name: string) => main.getByRole('button', { name, exact: true }).first().getAttribute('aria-disabled');
    for (const name of ['Run', 'Configure']) await expect.poll(async () => [name, await off(name)]).toEqual([name, 'true']);
    await main.getByRole('button', { name: 'Actions', exact: true }).click();
    expect(await page.getByRole('menuitem', { name: 'Delete', exact: true }).getAttribute('aria-disabled')).toBe('true');
    await context.close();
    expect(alarms).toEqual([]);
  });
});

describe('the start page', () => {
  it('counts a stream that is made elsewhere', async () => {
    const { context, page } = await openReader(browser);
    await page.goto(await millrace.link());
    const main = page.getByRole('main');
    await main.getByRole('link', { name: 'Data streams' }).waitFor();
    const told = () => main.textContent();
    await new KinesisClient(asRoot()).send(new CreateStreamCommand({ StreamName: 'counted', ShardCount: 1 }));
    await expect.poll(told, { timeout: 5000 }).toContain('1 active');
    await context.close();
  });
});

describe('an address', () => {
  it('names what it names, whatever characters that has', async () => {
    const AlarmName = 'a%2Fb at 80%';
    const alarm = { Namespace: 'N', MetricName: 'm', Period: 60, EvaluationPeriods: 1, Threshold: 1, Statistic: 'Sum' } as const;
    const ComparisonOperator = 'GreaterThanThreshold';
    await new CloudWatchClient(asRoot()).send(new PutMetricAlarmCommand({ AlarmName, ComparisonOperator, ...alarm }));
    const { context, page } = await openReader(browser);
    await page.goto(await millrace.link());
    await services(page).getByRole('link', { name: 'Alarms' }).click();
    await page.getByRole('link', { name: AlarmName }).click();
    await page.getByRole('heading', { level: 1, name: AlarmName }).waitFor();
    await visit(page, `/cloudwatch/alarms/${encodeURIComponent(AlarmName)}`);
    await page.getByRole('heading', { level: 1, name: AlarmName }).waitFor();
    await context.close();
  });
});
