/** The bucket's page: files are dropped on it, and looked into. */
import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { barriers, enter, openBrowser, openReader, type Reader, visit } from './browser.ts';
import { makeApplication, openMillrace, type Running } from './millrace.ts';

let millrace: Running;
let browser: Browser;
let reader: Reader;
let page: Page;
let s3: S3Client;
beforeAll(async () => {
  [millrace, browser] = await Promise.all([openMillrace(), openBrowser()]);
  s3 = new S3Client({ ...millrace.asRoot(), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'goods' }));
  reader = await openReader(browser);
  page = reader.page;
  await enter(page, await millrace.link());
});
afterAll(async () => {
  await browser?.close();
  await millrace?.stop();
});

/** Drops files of zeros on a place, as a mouse does that drags them from a folder. */
async function drop(on: string, files: Readonly<Record<string, number>>, begin = ''): Promise<void> {
  const dataTransfer = await page.evaluateHandle(`(() => {
    const all = new DataTransfer();
    for (const [name, size] of ${JSON.stringify(Object.entries(files))})
      all.items.add(new File([${JSON.stringify(begin)}, new Uint8Array(size)], name));
    return all;
  })()`);
  await page.dispatchEvent('body', 'dragover', { dataTransfer });
  await page.locator(on).first().waitFor();
  for (const event of ['dragover', 'drop']) await page.dispatchEvent(on, event, { dataTransfer });
}

/** What a bar of progress has told, while the parts of an upload take their time. */
async function told(act: () => Promise<void>): Promise<Set<string>> {
  const percents = new Set<string>();
  await page.route(/partNumber/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    // all at once: a bar may be gone before it is asked by itself
    const bars = await page.locator('progress').evaluateAll((all) => all.map((bar) => bar.getAttribute('value') ?? ''));
    for (const percent of bars) percents.add(percent);
    await route.continue();
  });
  await act();
  await page.unroute(/partNumber/);
  return percents;
}

it('takes files that are dropped, and tells how far they are', async () => {
  await visit(page, '/s3/goods');
  await page.getByText('Drop files here').first().waitFor();
  const percents = await told(async () => {
    await drop('.drop', { 'big.bin': 16e6, 'small.txt': 3 });
    await page.getByText('2 files are uploaded').first().waitFor();
  });
  expect(percents.size, [...percents].join()).toBeGreaterThan(2);
  const { ContentLength } = await s3.send(new HeadObjectCommand({ Bucket: 'goods', Key: 'big.bin' }));
  expect(ContentLength).toBe(16e6);
});

it('asks for a name where keys are typed, and goes on where they were', async () => {
  await visit(page, '/s3/goods');
  await page.getByRole('button', { name: 'Create folder' }).click();
  await page.getByRole('dialog').getByLabel('Name').waitFor();
  await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('INPUT');
  await page.keyboard.type('kept');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'kept/' }).waitFor();
  await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Create folder');
});

it('takes the code of an application that is dropped on its form, and nothing that is none', async () => {
  await visit(page, '/applications/create');
  await page.getByText('Choose or drop a file').first().waitFor();
  const place = 'text=Drop the JAR or ZIP here';
  await drop(place, { 'notes.txt': 3 });
  await page.getByText('notes.txt is neither a JAR nor a ZIP').first().waitFor();
  const percents = await told(async () => {
    await drop(place, { 'code.jar': 16e6 }, 'PK');
    await page.getByText('Uploaded code.jar').first().waitFor();
  });
  expect(percents.size, [...percents].join()).toBeGreaterThan(2);
});

it('shows what is in an object, as it is now', async () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `{"line":${i},"word":"${Math.sin(i)}"}`).join('\n');
  const objects: Readonly<Record<string, object>> = {
    text: { Body: 'grün' },
    json: { Body: '{"a":{"b":1}}' },
    gzip: { Body: gzipSync(lines) },
    encoded: { Body: gzipSync('{"packed":true}'), ContentEncoding: 'gzip' },
    'encoded-long': { Body: gzipSync(lines), ContentEncoding: 'gzip' },
    bytes: { Body: Buffer.from([1, 0, 2]) },
  };
  const put = (Key: string, more: object) => s3.send(new PutObjectCommand({ Bucket: 'goods', Key: `in/${Key}`, ...more }));
  for (const [key, more] of Object.entries(objects)) await put(key, more);
  await visit(page, '/s3/goods/objects?prefix=in%2F');
  const shows = async (key: string, text: string) => {
    await page.getByRole('link', { name: key, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(text).first().waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    const focused = () => page.evaluate('document.activeElement.textContent');
    await expect.poll(focused, { message: 'keys go on where they were' }).toBe(key);
  };
  await shows('text', 'grün');
  await shows('json', '"b": 1');
  await shows('gzip', '"line":999,');
  await shows('encoded', '"packed": true');
  await shows('encoded-long', '"line":999,');
  await shows('bytes', 'There is no preview');
  await put('text', { Body: 'blau' });
  await page.getByRole('button', { name: 'Refresh' }).click();
  await shows('text', 'blau');
});

it('keeps tags as they are edited', async () => {
  await makeApplication(millrace.asRoot(), 'orders');
  await visit(page, '/applications/orders?tab=tags');
  const main = page.getByRole('main');
  const press = (name: string) => main.getByRole('button', { name, exact: true }).click();
  await press('Add tag');
  await main.getByLabel('Key 1').fill('team');
  await main.getByLabel('Value 1').fill('mill');
  await press('Add tag');
  await main.getByLabel('Key 2').fill('team');
  await press('Save');
  await page.getByText('Tags were not saved').first().waitFor();
  await main.getByLabel('Key 2').fill('stage');
  await press('Save');
  await page.getByText('Tags are saved').first().waitFor();
  await press('Remove team');
  await press('Save');
  await expect.poll(() => main.getByLabel('Key 1').inputValue()).toBe('stage');
  await visit(page, '/applications');
  await page.getByText('Tags were not saved').first().waitFor({ state: 'detached' });
  expect(reader.alarms).toEqual([]);
});
