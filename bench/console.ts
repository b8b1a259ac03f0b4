/**
 * Claims: the console's lists come as soon with 200 applications, 1,000 streams and 100,000 log lines as with none; Millrace takes 1 % of a core
 * at most when nobody looks, also after somebody has. And what scrolling, filtering and typing cost: frames against those of a page at rest,
 * and tasks over 50 ms. Chromium and Millrace share the machine, as they do at home: whatever else runs on it is in the figures.
 *
 *   npm run build && npm run console
 *   npx tsx --conditions=source bench/console.ts [fluid|idle|both] [applications] [streams] [lines] [seconds]
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { DataDirectory } from '#storage';
import { openBrowser, openReader } from '../test/console/browser.ts';
import { furnish } from './load/furniture.ts';
import { millraceOn } from './load/servers.ts';

const [part = 'both', ...numbers] = process.argv.slice(2);
const [APPLICATIONS = 200, STREAMS = 1000, LINES = 100_000, SECONDS = 60] = numbers.map(Number);
const LISTS = ['/applications', '/kinesis', '/s3', '/iam/roles', '/cloudwatch/alarms', '/cloudwatch/logs', '/trail'];
/** From such a length on a task is felt. — W3C, Long Tasks */
const WATCH = `
  window.felt = { frames: [], long: [] };
  new PerformanceObserver((list) => felt.long.push(...list.getEntries().map((e) => e.duration))).observe({ type: 'longtask' });
  let last = performance.now();
  const frame = (now) => { felt.frames.push(now - last); last = now; requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
`;

interface Felt {
  readonly frames: readonly number[];
  readonly long: readonly number[];
}

const data = mkdtempSync(join(tmpdir(), 'millrace-bench-console-'));
const server = await millraceOn(data, ['--durability', 'process']);
const secrets = new DataDirectory(data).knownSecrets();
if (!secrets) throw new Error('a data directory in use has secrets');
const url = `http://127.0.0.1:${server.target.port}`;
const browser = await openBrowser();

async function open(): Promise<Page> {
  const headers = { authorization: `Bearer ${secrets?.controlToken}` };
  const answer = await fetch(`${url}/_millrace/console/links`, { method: 'POST', headers });
  const { page } = await openReader(browser);
  await page.addInitScript(WATCH);
  await page.goto(`${url}${((await answer.json()) as { path: string }).path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForTimeout(1000);
  return page;
}

/** From the click to the first frame in which the place is filled, in the page's own time. */
const visit = (page: Page, path: string, filled: string): Promise<number> =>
  page.evaluate(`new Promise((resolve) => {
    const began = performance.now();
    history.pushState(null, '', ${JSON.stringify(`/console${path}`)});
    dispatchEvent(new PopStateEvent('popstate'));
    const look = () => {
      const found = document.querySelector(${JSON.stringify(filled)});
      if (found && (${filled !== 'h1'} || /\\(\\d+\\)/.test(found.textContent))) resolve(performance.now() - began);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  })`);

async function feeling(page: Page, act: () => Promise<unknown>): Promise<Felt> {
  await page.waitForTimeout(300);
  await page.evaluate('felt.frames.length = felt.long.length = 0');
  await act();
  return (await page.evaluate('felt')) as Felt;
}

const quantile = (all: readonly number[], share: number): number =>
  [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * share))] ?? 0;

async function lists(): Promise<Map<string, number>> {
  const page = await open();
  const found = new Map<string, number>();
  for (const path of LISTS) found.set(path, await visit(page, path, 'h1'));
  await page.context().close();
  return found;
}

const typed = async (page: Page, field: string, text: string) => {
  await page.locator(`input[aria-label="${field}"]`).pressSequentially(text, { delay: 60 });
  await page.waitForTimeout(300);
  for (const _ of text) await page.keyboard.press('Backspace', { delay: 30 });
  await page.waitForTimeout(300);
};

async function fluid(empty: Map<string, number>): Promise<void> {
  console.log('\nfirst content of a list: empty -> full');
  for (const [path, full] of await lists()) {
    const none = empty.get(path) ?? Number.NaN;
    console.log(`${path.padEnd(44)}x ${(full / none).toFixed(2)}   ${none.toFixed(0)} -> ${full.toFixed(0)} ms`);
  }
  const page = await open();
  const rest = await feeling(page, () => page.waitForTimeout(2000));
  const usual = quantile(rest.frames, 0.95);
  console.log(`\nframes, the slowest of 20: at rest -> meanwhile; tasks over 50 ms\nat rest: ${usual.toFixed(0)} ms`);
  const row = (what: string, { frames, long }: Felt) => {
    const slow = quantile(frames, 0.95);
    const felt = long.length === 0 ? 'none' : `${long.length}, the longest ${Math.max(...long).toFixed(0)} ms`;
    console.log(`${what.padEnd(44)}x ${(slow / usual).toFixed(2)}   ${usual.toFixed(0)} -> ${slow.toFixed(0)} ms   ${felt}`);
  };
  await visit(page, '/applications', 'h1');
  row('filtering applications', await feeling(page, () => typed(page, 'Find applications', 'app-17')));
  await visit(page, '/kinesis', 'h1');
  row('filtering streams', await feeling(page, () => typed(page, 'Find data streams', 'stream-09')));
  row(
    'paging through streams',
    await feeling(page, async () => {
      for (let i = 0; i < 10; i++) await page.getByRole('button', { name: 'Next page' }).click();
    }),
  );
  row(
    'sorting streams',
    await feeling(page, async () => {
      for (let i = 0; i < 6; i++) await page.getByText('Name', { exact: true }).last().click();
    }),
  );
  row(
    'finding a stream in the palette',
    await feeling(page, async () => {
      await page.keyboard.press('Control+k');
      await typed(page, 'Pages and resources', 'stream-0999');
      await page.keyboard.press('Escape');
    }),
  );
  const lines = '[aria-label="Log lines"] .line';
  const opened = await feeling(page, async () => {
    console.log(
      `${`first lines of a log of ${LINES}`.padEnd(44)}${(await visit(page, '/applications/app-000?tab=logs', lines)).toFixed(0)} ms`,
    );
    await page.getByText(`(${LINES.toLocaleString('en')})`).waitFor({ timeout: 120_000 });
  });
  row('reading all of the log', opened);
  await page.locator(lines).first().hover();
  const wheel = async (by: number) => {
    for (let i = 0; i < 120; i++) {
      await page.mouse.wheel(0, by);
      await page.waitForTimeout(8);
    }
  };
  row('scrolling the log up, quickly', await feeling(page, () => wheel(-900)));
  row('scrolling the log down', await feeling(page, () => wheel(120)));
  row('searching the log', await feeling(page, () => typed(page, 'Search logs', 'checkpoint 777')));
  row(
    'jumping from error to error',
    await feeling(page, async () => {
      for (let i = 0; i < 20; i++) await page.getByRole('button', { name: 'Next error' }).click();
    }),
  );
  await page.context().close();
}

/** Of a core, per cent; of the server's process alone. Linux tells it in hundredths of a second. */
async function used(): Promise<number> {
  const ticks = () => {
    const fields = readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return Number(fields[11]) + Number(fields[12]);
  };
  const before = ticks();
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
  return (ticks() - before) / SECONDS;
}

async function idle(): Promise<void> {
  console.log(`\nMillrace's own time over ${SECONDS} s, of a core`);
  const row = (what: string, share: number, than: number) =>
    console.log(`${what.padEnd(44)}x ${(share / Math.max(than, 0.01)).toFixed(2)}   ${share.toFixed(2)} %`);
  const nobody = await used();
  row('nobody looks', nobody, nobody);
  const page = await open();
  row('one looks at the start page', await used(), nobody);
  await page.context().close();
  await new Promise((resolve) => setTimeout(resolve, 2000));
  row('he has closed it', await used(), nobody);
}

try {
  const empty = part === 'idle' ? new Map<string, number>() : await lists();
  const { accessKeyId, secretAccessKey } = server.target;
  const client = { endpoint: url, region: 'us-east-1', credentials: { accessKeyId, secretAccessKey } };
  const began = performance.now();
  await furnish(client, { applications: APPLICATIONS, streams: STREAMS, lines: LINES });
  console.log(
    `${APPLICATIONS} applications, ${STREAMS} streams, ${LINES} log lines: made in ${((performance.now() - began) / 1000).toFixed(0)} s`,
  );
  if (part !== 'idle') await fluid(empty);
  if (part !== 'fluid') await idle();
} finally {
  await browser.close();
  await server.stop();
  rmSync(data, { recursive: true, force: true });
}
