import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriers, openBrowser, openReader } from './browser.ts';
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

describe('what changes elsewhere', () => {
  it('is on the page without a reload', async () => {
    const { context, page } = await openReader(browser);
    await page.goto(await millrace.link());
    await services(page).waitFor();
    await services(page).getByRole('link', { name: 'Buckets' }).click();
    await page.getByRole('heading', { name: /^Buckets/ }).waitFor();
    const s3 = new S3Client({
      endpoint: millrace.url,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { ...millrace.rootKey },
    });
    await s3.send(new CreateBucketCommand({ Bucket: 'from-elsewhere' }));
    await page.getByText('from-elsewhere').waitFor();
    await context.close();
  });
});
