import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  GetRolePolicyCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateStreamCommand, KinesisClient, ListStreamsCommand } from '@aws-sdk/client-kinesis';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriers, enter, openBrowser, openReader, visit } from './browser.ts';
import { makeApplication, openMillrace, type Running } from './millrace.ts';

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
    await second.page.getByText('This link was used already').first().waitFor();
    await second.context.close();
  });

  it('leads to a page whose code did not come once it is asked for again', async () => {
    const { context, page } = await openReader(browser);
    await enter(page, await millrace.link());
    await page.route('**/console/assets/*.js', (route) => route.abort());
    await services(page).getByRole('link', { name: 'Data streams' }).click();
    await page.getByText('This page cannot be shown').waitFor();
    await page.unroute('**/console/assets/*.js');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { level: 1, name: /Data streams/ }).waitFor();
    await context.close();
  });

  it('leads to pages that ask their lists once', async () => {
    const { context, page } = await openReader(browser);
    const asked: string[] = [];
    page.on('request', (request) => {
      const operation = request.headers()['x-amz-target'];
      if (operation) asked.push(operation);
    });
    // slower than the page's own code, or nothing could be asked before
    await page.route('**/_millrace/console/changes', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      await route.continue();
    });
    await enter(page, (await millrace.link()).replace('/console/', '/console/applications'));
    await page.waitForTimeout(1500);
    expect(asked.filter((each) => each.endsWith('.ListApplications'))).toHaveLength(1);
    await context.close();
  });

  it('is an access key, typed; a wrong one is told in the server’s words', async () => {
    const { context, page } = await openReader(browser);
    await page.goto(`${millrace.url}/console/applications`);
    const { accessKeyId, secretAccessKey } = millrace.rootKey;
    await page.getByLabel('Access key ID').fill(accessKeyId);
    await page.getByLabel('Secret access key').fill('wrong');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('The request signature we calculated does not match').first().waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByLabel('Secret access key').fill(secretAccessKey);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { name: /^Applications/ }).waitFor();
    expect(page.url(), 'where he wanted to go').toBe(`${millrace.url}/console/applications`);
    await context.close();
  });
});

describe('what changes elsewhere', () => {
  it('is on the page without a reload', async () => {
    const { context, page } = await openReader(browser);
    await enter(page, await millrace.link());
    await services(page).getByRole('link', { name: 'Buckets' }).click();
    await page.getByRole('heading', { name: /^Buckets/ }).waitFor();
    const s3 = new S3Client({ ...asRoot(), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'from-elsewhere' }));
    await page.getByText('from-elsewhere').first().waitFor();
    await context.close();
  });

  it('is on the page too if the server could not tell it yet', async () => {
    const { context, page } = await openReader(browser);
    let connect = (): void => {};
    const connected = new Promise<void>((resolve) => {
      connect = resolve;
    });
    await page.route('**/_millrace/console/changes', async (route) => {
      await connected;
      await route.continue();
    });
    await enter(page, await millrace.link());
    await visit(page, '/s3');
    await page.getByRole('radio', { name: 'from-elsewhere' }).waitFor();
    await new S3Client({ ...asRoot(), forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: 'made-meanwhile' }));
    connect();
    await page.getByText('made-meanwhile').first().waitFor();
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
  await reader.page.getByText('Reach this page').first().waitFor();
  return { ...reader, AccessKeyId };
}

const asRoot = () => millrace.asRoot();

describe('an application that logs nowhere', () => {
  it('is given a log, and its role what writing takes', async () => {
    const iam = new IAMClient(asRoot());
    await makeApplication(asRoot(), 'silent');
    const { context, page, alarms } = await openReader(browser);
    await enter(page, await millrace.link());
    await visit(page, '/applications/silent?tab=logs');
    const main = page.getByRole('main');
    await main.getByRole('button', { name: 'Turn logging on' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Turn on', exact: true }).click();
    await main.getByText('Nothing was logged in this time').first().waitFor();
    const policy = await iam.send(new GetRolePolicyCommand({ RoleName: 'silent', PolicyName: 'kinesis-analytics-logs-silent' }));
    expect(decodeURIComponent(policy.PolicyDocument ?? '')).toContain('logs:PutLogEvents');
    await visit(page, '/applications/silent/configure');
    await main.getByRole('button', { name: 'Turn logging off' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Turn off', exact: true }).click();
    await main.getByText('Nothing is logged to CloudWatch').first().waitFor();
    expect(alarms).toEqual([]);
    await context.close();
  });
});

describe('a user who may only look', () => {
  it('is shown an application, and offered nothing that its policies refuse', async () => {
    await makeApplication(asRoot(), 'looked-at');
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

  it('is offered elsewhere what its policies allow, and told why not the rest', async () => {
    const iam = new IAMClient(asRoot());
    await new KinesisClient(asRoot()).send(new CreateStreamCommand({ StreamName: 'seen', ShardCount: 1 }));
    await new S3Client({ ...asRoot(), forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: 'seen' }));
    await iam.send(new CreateUserCommand({ UserName: 'reader' }));
    const may = ['kinesis:List*', 'kinesis:Describe*', 'kinesis:Get*', 'kinesis:PutRecords', 's3:List*', 's3:Get*', 'iam:List*'];
    await iam.send(new PutUserPolicyCommand({ UserName: 'reader', PolicyName: 'may', PolicyDocument: allowing(may) }));
    const { page, context, alarms } = await asUser('reader');
    const main = page.getByRole('main');
    const refused = async (path: string, ...names: string[]) => {
      await visit(page, path);
      for (const name of names) {
        const button = main.getByRole('button', { name, exact: true }).first();
        await expect.poll(async () => [path, name, await button.getAttribute('aria-disabled')]).toEqual([path, name, 'true']);
        await button.hover();
        await page.getByText('Your policies do not allow this.').filter({ visible: true }).first().waitFor();
      }
    };
    await refused('/kinesis', 'Create data stream');
    await refused('/kinesis/seen', 'Delete', 'Edit retention', 'Edit shard count');
    expect(await main.getByRole('button', { name: 'Put record', exact: true }).getAttribute('aria-disabled')).toBeNull();
    await refused('/kinesis/seen/tags', 'Add tag');
    await refused('/s3', 'Create bucket');
    await refused('/s3/seen', 'Upload', 'Create folder');
    await refused('/iam/users', 'Create user');
    await visit(page, '/s3');
    await main.getByRole('radio', { name: 'seen' }).press('Space');
    await refused('/s3', 'Delete');
    await context.close();
    expect(alarms).toEqual([]);
  });
});

describe('the palette', () => {
  it('opens by keys, and goes where they say', async () => {
    const { context, page } = await openReader(browser);
    await enter(page, await millrace.link());
    await page.keyboard.press('Control+k');
    await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('INPUT');
    await page.keyboard.type('buckets');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /^Buckets/ }).waitFor();
    await context.close();
  });
});

describe('the start page', () => {
  it('counts a stream that is made elsewhere', async () => {
    const { context, page } = await openReader(browser);
    await enter(page, await millrace.link());
    const main = page.getByRole('main');
    // the services beside the page have such a link too
    await page.locator('#content').getByRole('link', { name: 'Data streams' }).waitFor();
    const told = () => main.textContent();
    const kinesis = new KinesisClient(asRoot());
    const { StreamNames = [] } = await kinesis.send(new ListStreamsCommand({}));
    await kinesis.send(new CreateStreamCommand({ StreamName: 'counted', ShardCount: 1 }));
    await expect.poll(told, { timeout: 20_000 }).toContain(`${StreamNames.length + 1} active`);
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
    await enter(page, await millrace.link());
    await services(page).getByRole('link', { name: 'Alarms' }).click();
    await page.getByRole('link', { name: AlarmName }).click();
    await page.getByRole('heading', { level: 1, name: AlarmName }).waitFor();
    await visit(page, `/cloudwatch/alarms/${encodeURIComponent(AlarmName)}`);
    await page.getByRole('heading', { level: 1, name: AlarmName }).waitFor();
    await context.close();
  });
});
