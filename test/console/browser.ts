import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The machine's own browser; `CHROMIUM` names another. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? PLACES.find((place) => existsSync(place));
  if (executablePath === undefined) throw new Error('Chromium was not found: apt-get install chromium, or name it in CHROMIUM');
  // the pages are our own; in a container of root's Chromium has no sandbox
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** A machine that does other things too may stand still for longer than the half minute that is Playwright's own limit. */
const PATIENCE_MS = 120_000;

export interface Reader {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What a reader of the console's log would be alarmed by: errors, refused scripts and styles. */
  readonly alarms: string[];
  /** Where it has asked for anything. */
  readonly origins: Set<string>;
}

/** A fresh browser of a reader who knows nothing yet. */
export async function openReader(browser: Browser, options: Parameters<Browser['newContext']>[0] = {}): Promise<Reader> {
  // what is half faded in has no contrast yet: nothing moves while it is looked at
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const alarms: string[] = [];
  const origins = new Set<string>();
  page.on('console', (message) => {
    // an answer of 404 is one that a page may ask for; what it cannot show it says itself
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) alarms.push(message.text());
  });
  page.on('pageerror', (error) => alarms.push(error.message));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== 'data:' && protocol !== 'blob:') origins.add(origin);
  });
  return { context, page, alarms, origins };
}

/** In by a link, to the start page; the way in has a heading too, and listens to no keys. */
export async function enter(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.locator('#content').getByRole('heading', { level: 1 }).waitFor();
}

/** Goes to an address of the console as a link within it does: a reload would sign out. */
export const visit = (page: Page, path: string): Promise<void> =>
  page.evaluate(
    `history.pushState(null, '', ${JSON.stringify(`/console${path}`)}); dispatchEvent(new PopStateEvent('popstate'));`,
  );

const { source: axe } = createRequire(import.meta.url)('axe-core') as { source: string };

/** What axe finds that WCAG AA does not allow. Run in a world of its own: the page's policy lets no script in. */
export async function barriers(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send('Page.getFrameTree');
  const { executionContextId } = await session.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
    worldName: 'axe',
  });
  const run = (expression: string) =>
    session.send('Runtime.evaluate', { contextId: executionContextId, expression, awaitPromise: true, returnByValue: true });
  await run(axe);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
  const { result } = await run(
    `axe.run(document, { runOnly: ${JSON.stringify(tags)} }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ': ' + target.join(' '))))`,
  );
  await session.detach();
  return result.value as string[];
}
